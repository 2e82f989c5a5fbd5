// C++ without exceptions, with libc++: classes without virtual functions, a text of its own that is {data, size, capacity},
// and a vector that moves when it grows. `malloc` and `free` are those of wasi-libc.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

class Text {
public:
    Text() = default;
    Text(const char *bytes, size_t length) { append(bytes, length); }

    void append(const char *bytes, size_t length) {
        if (size_ + length > capacity_) {
            capacity_ = 2 * (size_ + length);
            data_ = static_cast<char *>(realloc(data_, capacity_));
        }
        memcpy(data_ + size_, bytes, length);
        size_ += length;
    }

    const char *data() const { return data_; }
    size_t size() const { return size_; }

private:
    char *data_ = nullptr;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

enum class Currency : uint8_t { euro, yen, real };

// Not plain old data, so a derived class puts its first fields into the padding at the end.
class Entry {
public:
    Entry(double balance, Currency currency) : balance_(balance), currency_(currency) {}

    double balance() const { return balance_; }
    Currency currency() const { return currency_; }
    void add(double amount) { balance_ += amount; }

private:
    double balance_;
    Currency currency_;

    friend uint32_t offset(uint32_t field);
};

class Account : public Entry {
public:
    Account(Text owner, double balance, Currency currency)
        : Entry(balance, currency), number_(++count), owner_(owner) {}

    const Text &owner() const { return owner_; }
    void close() { open_ = false; }
    bool isOpen() const { return open_; }

private:
    static uint32_t count;

    bool open_ = true;
    uint32_t number_;
    Text owner_;

    friend uint32_t offset(uint32_t field);
};

uint32_t Account::count;

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winvalid-offsetof" // of classes that are no standard layout
uint32_t offset(uint32_t field) {
    switch (field) {
    case 0: return offsetof(Account, balance_);
    case 1: return offsetof(Account, currency_);
    case 2: return offsetof(Account, open_);
    case 3: return offsetof(Account, number_);
    default: return offsetof(Account, owner_);
    }
}
#pragma clang diagnostic pop

Text text(const char *literal) { return {literal, strlen(literal)}; }

// Made by a constructor: there are none before `_initialize`.
std::vector<Account> accounts = {
    {text("Zoë"), 12.5, Currency::euro},
    {text("加藤"), 1e6, Currency::yen},
};

} // namespace

EXPORT(accounts_ptr) const Account *accounts_ptr() { return accounts.data(); }

EXPORT(accounts_len) size_t accounts_len() { return accounts.size(); }

EXPORT(account_size) size_t account_size() { return sizeof(Account); }

EXPORT(account_offset) uint32_t account_offset(uint32_t field) { return offset(field); }

// Copies the name. The new account's address is the last of an array that may be a new one.
EXPORT(open_account) const Account *open_account(const char *owner, size_t length, double balance, uint32_t currency) {
    accounts.emplace_back(Text(owner, length), balance, static_cast<Currency>(currency));
    return &accounts.back();
}

EXPORT(close_account) void close_account(Account *account) { account->close(); }

EXPORT(deposit) double deposit(Account *account, double amount) {
    account->add(amount);
    return account->balance();
}

EXPORT(total) double total(uint32_t currency) {
    double sum = 0;
    for (const Account &account : accounts) {
        if (account.isOpen() && account.currency() == static_cast<Currency>(currency)) sum += account.balance();
    }
    return sum;
}

// Fills an out-parameter; the host frees the data.
EXPORT(owners) void owners(Text *out) {
    *out = Text();
    for (const Account &account : accounts) {
        if (out->size() > 0) out->append(",", 1);
        out->append(account.owner().data(), account.owner().size());
    }
}
