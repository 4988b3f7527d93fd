#include "domain/money.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const codes_by_digits[] = {
	[0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
	[2] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD "
	      "BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD "
	      "EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
	      "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT "
	      "MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
	      "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP "
	      "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG "
	      "YER ZAR ZMW ZWG ZWL",
	[3] = "BHD IQD JOD KWD LYD OMR TND",
	[4] = "CLF UYW",
};

static int expected_digits(const char *code)
{
	for (size_t digits = 0; digits < COUNT(codes_by_digits); digits++)
		if (codes_by_digits[digits] != NULL && strstr(codes_by_digits[digits], code))
			return (int)digits;
	return -1;
}

Test(currency, every_currency_has_its_digits_and_no_other_code_is_one)
{
	char code[4] = "";

	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			for (code[2] = 'A'; code[2] <= 'Z'; code[2]++) {
				const struct currency *currency = currency_find(code, 3);

				cr_assert_eq(currency == NULL ? -1 : currency->digits,
					     expected_digits(code), "%s", code);
				if (currency != NULL)
					cr_assert_str_eq(currency->code, code);
			}
}

Test(currency, a_code_is_three_capitals)
{
	static const char *const bad[] = {"", "US", "usd", "USDX", " USD", "US$", "XXX", "XAU"};

	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_null(currency_find(bad[i], strlen(bad[i])), "%s", bad[i]);
	cr_expect_null(currency_find("US\0", 3));
	cr_expect_not_null(currency_find("USDJPY", 3));
}
