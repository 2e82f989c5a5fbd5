package io.github.wasminterop.examples;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * A picture as text: each character is an upper half block, which shows two pixels in 24-bit
 * colour.
 */
final class TerminalPicture {
  private static final String RESET = "\u001b[0m";

  private TerminalPicture() {}

  /**
   * Draws a picture.
   *
   * @param columns how wide the text may be
   */
  static String of(BufferedImage picture, int columns) {
    int width = Math.min(columns, picture.getWidth());
    int height = Math.max(2, width * picture.getHeight() / picture.getWidth() / 2 * 2);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y += 2) {
      for (int x = 0; x < width; x++) {
        text.append(colour(38, small.getRGB(x, y)))
            .append(colour(48, small.getRGB(x, y + 1)))
            .append('▀');
      }
      text.append(RESET).append('\n');
    }
    return text.toString();
  }

  private static String colour(int code, int rgb) {
    return "\u001b["
        + code
        + ";2;"
        + (rgb >> 16 & 255)
        + ";"
        + (rgb >> 8 & 255)
        + ";"
        + (rgb & 255)
        + "m";
  }
}
