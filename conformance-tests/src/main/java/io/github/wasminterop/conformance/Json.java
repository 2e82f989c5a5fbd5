package io.github.wasminterop.conformance;

/** The one thing about JSON that is not plain text: strings (RFC 8259, section 7). */
final class Json {

  private Json() {}

  /** A text as a JSON string. */
  static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // Half a pair cannot be written as UTF-8; as an escape it can.
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
