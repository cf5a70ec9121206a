/* device_fake.c: device.h on a machine of one device. */
#include "device_fake.h"

struct fake fake;

u64 device_now(const struct device *d) { (void)d; return fake.now; }
u32 device_mhz(const struct device *d) { (void)d; return fake.mhz; }
u32 device_ram_bytes(const struct device *d) { (void)d; return fake.ram_bytes; }
void device_line(struct device *d, bool up) { (void)d; fake.line = up; }
void device_ask(struct device *d) { (void)d; fake.asking = true; }
void device_ask_no_more(struct device *d) { (void)d; fake.asking = false; }
bool device_asking(const struct device *d) { (void)d; return fake.asking; }
void device_fault(struct device *d) { (void)d; fake.fault = true; }

static u64 *event(u32 what)
{
	assert_in_range(what, 0, FAKE_WHATS - 1);
	return &fake.when[what];
}

void device_cancel(struct device *d, u32 what) { (void)d; *event(what) = 0; }
u64 device_when(const struct device *d, u32 what) { (void)d; return *event(what); }

void device_after(struct device *d, u32 what, u64 ticks)
{
	(void)d;
	assert_in_range(ticks, 0, (u64)1 << 62);
	*event(what) = fake.now + (ticks ? ticks : 1);
}

void device_cpu_line(struct device *d, u32 cpu, u32 line, bool up)
{
	(void)d;
	assert_int_equal(cpu, 0);
	assert_in_range(line, 0, FAKE_LINES - 1);
	fake.cpu_line[line] = up;
}

void device_put(struct device *d, const u8 *byte, u32 bytes)
{
	(void)d;
	for (u32 i = 0; i < bytes; i++)
		fake.out[fake.outs++ % FAKE_OUT] = byte[i];
	fake.put_bytes[fake.puts++ % FAKE_PUTS] = bytes;
}

bool device_dma(struct device *d, u32 pa, void *byte, u32 bytes, bool to_memory)
{
	(void)d;
	if (pa < fake.memory_at || pa - fake.memory_at > fake.memory_bytes
	    || bytes > fake.memory_bytes - (pa - fake.memory_at))
		return false;
	u8 *at = fake.memory + (pa - fake.memory_at);
	memcpy(to_memory ? at : byte, to_memory ? byte : at, bytes);
	return true;
}

void device_error(struct device *d, const char *text)
{
	(void)d;
	assert_non_null(text);
	fake.errors++;
}

void device_stop(struct device *d, enum device_end end, u32 status)
{
	(void)d;
	fake.stops++, fake.stop_end = end, fake.stop_status = status;
}

_Noreturn void broken(const char *what, const char *file, int line)
{
	fail_msg("%s does not hold (%s:%d)", what, file, line);
	abort();
}

void fake_make(const struct device_type *type, u64 option, u32 mhz, u64 now)
{
	free(fake.device);
	memset(&fake, 0, sizeof fake);
	fake.mhz = mhz, fake.now = now;
	fake.device = calloc(1, type->size);
	fake.device->type = type;
	fake.device->option[0] = option;
	type->does->reset(fake.device);
}

int fake_unmake(void **state)
{
	(void)state;
	free(fake.device);
	fake.device = NULL;
	return 0;
}

void fake_run(u64 ticks)
{
	for (u64 end = fake.now + ticks;; ) {
		u32 first = FAKE_WHATS;
		for (u32 i = 0; i < FAKE_WHATS; i++)
			if (fake.when[i] && fake.when[i] <= end)
				if (first == FAKE_WHATS || fake.when[i] < fake.when[first])
					first = i;
		if (first == FAKE_WHATS) {
			fake.now = end;
			return;
		}
		assert_true(fake.when[first] >= fake.now);
		fake.now = fake.when[first];
		fake.when[first] = 0;
		fake.device->type->does->event(fake.device, first);
	}
}

void fake_input(const char *text)
{
	fake.asking = false;
	fake.device->type->does->input(fake.device, (const u8 *)text, (u32)strlen(text));
}

static u64 draw(void)
{
	static u64 state = 88172645463325252;

	state ^= state << 13;
	state ^= state >> 7;
	return state ^= state << 17;
}

/* What a read may change: nothing where it is quiet; and peek says what it gives. */
static void wild_read(u32 offset, u32 bytes)
{
	const struct device_operations *does = fake.device->type->does;
	struct fake before = fake;
	void *state = malloc(fake.device->type->size);

	memcpy(state, fake.device, fake.device->type->size);
	u32 peeked = does->peek(fake.device, offset, bytes);
	assert_memory_equal(state, fake.device, fake.device->type->size);
	assert_memory_equal(&before, &fake, sizeof fake);
	bool quiet = does->quiet && does->quiet(fake.device, offset);
	u32 value = does->read(fake.device, offset, bytes);
	assert_int_equal(value, peeked);
	assert_int_equal(bytes == 4 ? 0 : value >> 8 * bytes, 0);
	if (quiet) {
		assert_memory_equal(state, fake.device, fake.device->type->size);
		assert_memory_equal(&before, &fake, sizeof fake);
	}
	free(state);
}

void fake_wild_guest(u32 span, u32 accesses)
{
	for (u32 i = 0; i < accesses; i++) {
		u32 bytes = 1u << draw() % 3, offset = (u32)(draw() % span) & ~(bytes - 1);
		if (draw() & 1)
			wild_read(offset, bytes);
		else
			fake_write(offset, bytes, (u32)draw() >> (draw() % 32));
		if (fake.asking && draw() % 4 == 0)
			fake_input("x");
		fake_run(draw() % 3 ? draw() % 100 : draw() % ((u64)fake.mhz * 2000000));
	}
}
