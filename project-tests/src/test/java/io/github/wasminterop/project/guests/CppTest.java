package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** C++: static constructors, classes, a text of its own and a vector that moves. */
@ParameterizedClass
@EnumSource
class CppTest extends GuestTest {

  @Override
  String file() {
    return "cpp/bank.wasm";
  }

  @BeforeEach
  void initialize() {
    call("_initialize");
  }

  @Test
  void staticConstructorsHaveRunOnce() {
    assertThat(call("accounts_len")).isEqualTo(2);
    assertThat(account(1).getU32(12)).as("the number of accounts so far").isEqualTo(2);
  }

  /** A struct within a struct would end at 16; what derives begins in the padding before it. */
  @Test
  void aDerivedClassBeginsInThePaddingOfItsBase() {
    assertThat(IntStream.range(0, 5).mapToObj(field -> call("account_offset", field)))
        .containsExactly(0, 8, 9, 12, 16);
    assertThat(call("account_size")).isEqualTo(32);
  }

  @Test
  void accountsAreRead() {
    DataView account = account(1);
    assertThat(account.getF64(0)).isEqualTo(1e6);
    assertThat(account.getU8(8)).isEqualTo(1);
    assertThat(account.getU8(9)).isEqualTo(1);
    assertThat(memory().readUtf8(account.getU32(16), account.getU32(20))).isEqualTo("加藤");
    call("close_account", (int) account.pointer());
    assertThat(account.getU8(9)).isEqualTo(0);
  }

  @Test
  void theGuestSeesWhatTheHostWrites() {
    account(0).setF64(0, 100);
    account(1).setU8(8, 0);
    assertThat(call("total", 0)).isEqualTo(1_000_100.0);
    assertThat(call("deposit", (int) account(0).pointer(), 0.5)).isEqualTo(100.5);
    account(1).setU8(9, 0);
    assertThat(call("total", 0)).isEqualTo(100.5);
  }

  @Test
  void theVectorMovesWhenItGrows() {
    long before = address("accounts_ptr");
    Text owner = text("malloc", "João");
    for (int i = 0; i < 1000; i++) {
      call("open_account", (int) owner.pointer(), owner.length(), 0.25, 2);
    }
    call("free", (int) owner.pointer());
    assertThat(address("accounts_ptr")).isNotEqualTo(before);
    assertThat(call("accounts_len")).isEqualTo(1002);
    assertThat(call("total", 2)).isEqualTo(250.0);
    DataView last = account(1001);
    assertThat(last.getU32(12)).isEqualTo(1002);
    assertThat(memory().readUtf8(last.getU32(16), last.getU32(20))).isEqualTo("João");
  }

  @Test
  void anOutParameterIsFilled() {
    DataView out = memory().data(address("malloc", 12), 12);
    call("owners", (int) out.pointer());
    assertThat(memory().readUtf8(out.getU32(0), out.getU32(4))).isEqualTo("Zoë,加藤");
    assertThat(out.getU32(8)).as("capacity").isGreaterThanOrEqualTo(out.getU32(4));
    call("free", (int) out.getU32(0));
    call("free", (int) out.pointer());
  }

  private DataView account(int index) {
    long size = address("account_size");
    return memory().data(address("accounts_ptr") + index * size, size);
  }
}
