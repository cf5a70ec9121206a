/*
 * What GCC calls on a 32-bit MIPS I processor and what its own libgcc would hold: 64-bit division,
 * shifts, comparisons, bit counts and conversions between 64-bit integers and floating point.
 * Nothing here may use an operation that it defines itself.
 */

typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

union words {
	u64 whole;
	struct {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		u32 high, low;
#else
		u32 low, high;
#endif
	} half;
};

s64 __ashldi3(s64 value, int count);
s64 __lshrdi3(s64 value, int count);
s64 __ashrdi3(s64 value, int count);
int __clzsi2(u32 value);
int __ctzsi2(u32 value);
int __clzdi2(u64 value);
int __ctzdi2(u64 value);
int __popcountsi2(u32 value);
int __popcountdi2(u64 value);
u32 __bswapsi2(u32 value);
u64 __bswapdi2(u64 value);
int __cmpdi2(s64 a, s64 b);
int __ucmpdi2(u64 a, u64 b);
u64 __udivmoddi4(u64 dividend, u64 divisor, u64 *remainder);
u64 __udivdi3(u64 a, u64 b);
u64 __umoddi3(u64 a, u64 b);
s64 __divdi3(s64 a, s64 b);
s64 __moddi3(s64 a, s64 b);
double __floatundidf(u64 value);
double __floatdidf(s64 value);
float __floatundisf(u64 value);
float __floatdisf(s64 value);
u32 __fixunsdfsi(double value);
u32 __fixunssfsi(float value);
u64 __fixunsdfdi(double value);
u64 __fixunssfdi(float value);
s64 __fixdfdi(double value);
s64 __fixsfdi(float value);

s64 __ashldi3(s64 value, int count)
{
	union words v = { .whole = value };
	if (count >= 32) {
		v.half.high = v.half.low << (count - 32);
		v.half.low = 0;
	} else if (count) {
		v.half.high = v.half.high << count | v.half.low >> (32 - count);
		v.half.low <<= count;
	}
	return v.whole;
}

s64 __lshrdi3(s64 value, int count)
{
	union words v = { .whole = value };
	if (count >= 32) {
		v.half.low = v.half.high >> (count - 32);
		v.half.high = 0;
	} else if (count) {
		v.half.low = v.half.low >> count | v.half.high << (32 - count);
		v.half.high >>= count;
	}
	return v.whole;
}

s64 __ashrdi3(s64 value, int count)
{
	union words v = { .whole = value };
	int high = v.half.high;
	if (count >= 32) {
		v.half.low = high >> (count - 32);
		v.half.high = high >> 31;
	} else if (count) {
		v.half.low = v.half.low >> count | v.half.high << (32 - count);
		v.half.high = high >> count;
	}
	return v.whole;
}

int __clzsi2(u32 value)
{
	int count = 0;
	for (int step = 16; step; step >>= 1)
		if (!(value >> (32 - step))) {
			count += step;
			value <<= step;
		}
	return count;
}

int __ctzsi2(u32 value)
{
	return 31 - __clzsi2(value & -value);
}

int __clzdi2(u64 value)
{
	union words v = { .whole = value };
	return v.half.high ? __clzsi2(v.half.high) : 32 + __clzsi2(v.half.low);
}

int __ctzdi2(u64 value)
{
	union words v = { .whole = value };
	return v.half.low ? __ctzsi2(v.half.low) : 32 + __ctzsi2(v.half.high);
}

int __popcountsi2(u32 value)
{
	int count = 0;
	for (; value; value &= value - 1)
		count++;
	return count;
}

int __popcountdi2(u64 value)
{
	union words v = { .whole = value };
	return __popcountsi2(v.half.low) + __popcountsi2(v.half.high);
}

u32 __bswapsi2(u32 value)
{
	return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) | value >> 24;
}

u64 __bswapdi2(u64 value)
{
	union words v = { .whole = value };
	union words swapped = {
		.half = { .low = __bswapsi2(v.half.high), .high = __bswapsi2(v.half.low) }
	};
	return swapped.whole;
}

/* Comparisons answer 0, 1, 2 for less, equal, greater. */
int __ucmpdi2(u64 a, u64 b)
{
	union words x = { .whole = a }, y = { .whole = b };
	if (x.half.high != y.half.high)
		return x.half.high < y.half.high ? 0 : 2;
	return x.half.low < y.half.low ? 0 : 1 + (x.half.low != y.half.low);
}

int __cmpdi2(s64 a, s64 b)
{
	return __ucmpdi2((u64)a ^ 1ull << 63, (u64)b ^ 1ull << 63);
}

u64 __udivmoddi4(u64 dividend, u64 divisor, u64 *remainder)
{
	union words n = { .whole = dividend }, d = { .whole = divisor };
	if (!n.half.high && !d.half.high) {
		if (remainder)
			*remainder = n.half.low % d.half.low;
		return n.half.low / d.half.low;
	}
	u64 quotient = 0;
	if (divisor && divisor <= dividend) {
		int shift = __clzdi2(divisor) - __clzdi2(dividend);
		divisor <<= shift;
		for (; shift >= 0; shift--, divisor >>= 1) {
			quotient <<= 1;
			if (dividend >= divisor) {
				dividend -= divisor;
				quotient |= 1;
			}
		}
	}
	if (remainder)
		*remainder = dividend;
	return quotient;
}

u64 __udivdi3(u64 a, u64 b)
{
	return __udivmoddi4(a, b, 0);
}

u64 __umoddi3(u64 a, u64 b)
{
	u64 remainder;
	__udivmoddi4(a, b, &remainder);
	return remainder;
}

s64 __divdi3(s64 a, s64 b)
{
	u64 quotient = __udivmoddi4(a < 0 ? -(u64)a : (u64)a, b < 0 ? -(u64)b : (u64)b, 0);
	return (a < 0) != (b < 0) ? -quotient : quotient;
}

s64 __moddi3(s64 a, s64 b)
{
	u64 remainder;
	__udivmoddi4(a < 0 ? -(u64)a : (u64)a, b < 0 ? -(u64)b : (u64)b, &remainder);
	return a < 0 ? -remainder : remainder;
}

/* Both halves and 2^32 times one are exact in a double; the sum is rounded once. */
double __floatundidf(u64 value)
{
	union words v = { .whole = value };
	return v.half.high * 4294967296.0 + v.half.low;
}

double __floatdidf(s64 value)
{
	union words v = { .whole = value };
	return (int)v.half.high * 4294967296.0 + v.half.low;
}

/* Bits below a double's reach are gathered in one, so that the second rounding cannot go wrong. */
float __floatundisf(u64 value)
{
	if (value >> 53)
		value = (value & ~0x7ffull) | ((value & 0x7ff) ? 0x800 : 0);
	return __floatundidf(value);
}

float __floatdisf(s64 value)
{
	return value < 0 ? -__floatundisf(-(u64)value) : __floatundisf(value);
}

u32 __fixunsdfsi(double value)
{
	return value >= 2147483648.0 ? (u32)(int)(value - 2147483648.0) ^ 1u << 31 : (u32)(int)value;
}

u32 __fixunssfsi(float value)
{
	return __fixunsdfsi(value);
}

u64 __fixunsdfdi(double value)
{
	union words v;
	v.half.high = __fixunsdfsi(value / 4294967296.0);
	v.half.low = __fixunsdfsi(value - v.half.high * 4294967296.0);
	return v.whole;
}

u64 __fixunssfdi(float value)
{
	return __fixunsdfdi(value);
}

s64 __fixdfdi(double value)
{
	return value < 0 ? -__fixunsdfdi(-value) : __fixunsdfdi(value);
}

s64 __fixsfdi(float value)
{
	return __fixdfdi(value);
}
