package io.github.wasminterop.project.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wasminterop.DataView;
import io.github.wasminterop.RangeDescriptor;
import io.github.wasminterop.StructArray;
import io.github.wasminterop.StructField;
import io.github.wasminterop.StructType;
import io.github.wasminterop.ValueDescriptor;
import io.github.wasminterop.abi.Scalar;
import io.github.wasminterop.abi.StoredAs;
import io.github.wasminterop.abi.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** C++: static constructors, classes, a text of its own and a vector that moves. */
@ParameterizedClass
@EnumSource
class CppTest extends GuestTest {
  private static final StructType<Account> ACCOUNT = StructType.of(Account.class);

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
    assertThat(accounts().get(1).number).as("of accounts so far").isEqualTo(2);
  }

  /** A struct within a struct would end at 16; what derives begins in the padding before it. */
  @Test
  void aDerivedClassBeginsInThePaddingOfItsBase() {
    for (int i = 0; i < 5; i++) {
      StructField field = ACCOUNT.fields().get(i);
      assertThat(field.byteOffset()).as("%s", field).isEqualTo(address("account_offset", i));
    }
    assertThat(ACCOUNT.field("open").byteOffset()).isEqualTo(9);
    assertThat(ACCOUNT.byteSize()).isEqualTo(address("account_size"));
  }

  @Test
  void accountsAreRead() {
    StructArray<Account> accounts = accounts();
    Account account = accounts.get(1);
    assertThat(account.balance).isEqualTo(1e6);
    assertThat(account.currency).isEqualTo(Currency.YEN);
    assertThat(account.open).isTrue();
    assertThat(account.owner).isEqualTo("加藤");
    call("close_account", (int) (accounts.pointer() + ACCOUNT.byteSize()));
    assertThat(accounts.get(1).open).isFalse();
  }

  @Test
  void theGuestSeesWhatTheHostWrites() {
    StructArray<Account> accounts = accounts();
    accounts.f64("balance").set(0, 100);
    accounts.u8("currency").set(1, 0);
    assertThat(call("total", 0)).isEqualTo(1_000_100.0);
    assertThat(call("deposit", (int) accounts.pointer(), 0.5)).isEqualTo(100.5);
    accounts.cursor().moveTo(1).setBoolean(ACCOUNT.field("open"), false);
    assertThat(call("total", 0)).isEqualTo(100.5);
  }

  @Test
  void theVectorMovesWhenItGrows() {
    StructArray<Account> accounts = accounts();
    long before = accounts.pointer();
    GuestText owner = text("malloc", "João");
    for (int i = 0; i < 1000; i++) {
      call("open_account", (int) owner.pointer(), owner.length(), 0.25, 2);
    }
    call("free", (int) owner.pointer());
    assertThat(call("total", 2)).isEqualTo(250.0);
    accounts.refresh();
    assertThat(accounts.pointer()).isNotEqualTo(before);
    assertThat(accounts.length()).isEqualTo(1002);
    assertThat(accounts.get(1001).number).isEqualTo(1002);
    assertThat(accounts.get(1001).owner).isEqualTo("João");
  }

  @Test
  void anOutParameterIsFilled() {
    DataView out = memory().data(address("malloc", 12), 12);
    RangeDescriptor owners =
        RangeDescriptor.outParameter("owners", ValueDescriptor.of(out.pointer()));
    assertThat(guest().readUtf8(owners)).isEqualTo("Zoë,加藤");
    assertThat(out.getU32(8)).as("capacity").isGreaterThanOrEqualTo(out.getU32(4));
    call("free", (int) out.getU32(0));
    call("free", (int) out.pointer());
  }

  private StructArray<Account> accounts() {
    return guest().structs(ACCOUNT, "accounts_ptr", "accounts_len");
  }

  enum Currency {
    EURO,
    YEN,
    REAL
  }

  record Account(
      double balance,
      @StoredAs(Scalar.U8) Currency currency,
      boolean open,
      @StoredAs(Scalar.U32) long number,
      @Text String owner,
      @StoredAs(Scalar.POINTER) long capacity) {}
}
