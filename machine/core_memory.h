/* core_memory.h: memory by the exact path: no table, no decoded code; everything else must agree
 * with it. */

/* 0 and *pa, or an exception.  Pure: what a failed access leaves behind is its caller's. */
static u32 translate_pure(const struct cpu *c, u32 va, bool store, bool as_user, u32 *pa,
	u32 *matches)
{
	*matches = 0;
	if (as_user && (va ^ USER_FLIP) >> 31) return store ? EXC_ADES : EXC_ADEL;
	if (direct(c, va, pa)) return 0;
	int i = tlb_find(c, va, matches);
	if (i < 0) return (store ? EXC_TLBS : EXC_TLBL) | (REFILLS(va) ? EXC_REFILL : 0);
	if (!(c->tlb_lo[i] & LO_V)) return store ? EXC_TLBS : EXC_TLBL;
	if (store && !(c->tlb_lo[i] & LO_D)) return EXC_MOD;
	*pa = (c->tlb_lo[i] & HI_VPN) | (va & 0xfff);
	return 0;
}

static u32 translate_debug(const struct cpu *c, u32 va, bool store, bool as_user, u32 *pa)
{
	u32 matches;
	return translate_pure(c, va, store, as_user, pa, &matches);
}

/* Where two entries match, the R3000 shuts its TLB down (Status.TS, Kane and Heinrich ch. 6): the
 * board says whether this one does; the lowest entry serves the access that found it out. */
static bool shuts_down(const struct cpu *c, u32 matches)
{
	return matches > 1 && !TLB_LAST && c->machine->board->shutdown && !(c->cp0[Status] & STATUS_TS);
}

static u32 translate_va(struct cpu *c, u32 va, bool store, u32 *pa)
{
	u32 matches, exc = translate_pure(c, va, store, user(c), pa, &matches);
	if (shuts_down(c, matches)) {
		c->cp0[Status] |= STATUS_TS;
		c->machine->called = true; /* code that runs by such a page must be fetched again */
		map_all(c);
	}
	return exc;
}

static inline u32 align_of(enum width w)
{
	return w == U16 || w == S16 ? 1 : w == W32 || w >= LL ? (w == WL || w == WR ? 0 : 3) : 0;
}

/* ---- the isolated cache: words of data, then their tags (1 + page of the line; 0: invalid) */

static u32 *cache_at(const struct cpu *c, u32 pa, u32 **tag, u32 *want)
{
	bool swapped = c->cp0[Status] & STATUS_SWC;
	u32 most = c->machine->cache_bytes[swapped], ac = c->cp0[Config] & CONFIG_AC ? 1 : 0;
	u32 bytes = c->model->alternate ? most >> (swapped ? ac : !ac) : most;
	if (!bytes) return NULL;
	u32 word = (pa & (bytes - 1)) >> 2;
	*tag = &c->cache[swapped][(most >> 2) + word];
	*want = 1 + (pa >> 12);
	return &c->cache[swapped][word];
}

/* A byte or half store invalidates its word; a load says by CM whether it missed. */
static u32 isolated_store(struct cpu *c, enum width width, u32 pa, u32 v)
{
	u32 *tag, want, *word = cache_at(c, pa, &tag, &want);
	c->machine->noisy++;
	if (!word) return 0;
	if (width == W32) *word = v, *tag = want;
	else *tag = 0;
	return 0;
}

static u32 isolated_load(struct cpu *c, enum width width, u32 pa, u32 *mem)
{
	u32 *tag, want, *word = cache_at(c, pa, &tag, &want);
	bool hit = word && *tag == want;
	u8 bytes[4];
	ram_word_put(bytes, ORDER, word ? *word : 0);
	*mem = ram_get((u8 *)__builtin_assume_aligned(bytes, 4) + (pa & 3), width, ORDER);
	c->cp0[Status] = (c->cp0[Status] & ~(u32)STATUS_CM) | (hit ? 0 : STATUS_CM);
	return 0;
}

/* ---- devices: what is not memory ---- */

static u32 bytes_of(enum width w)
{
	return w == U8 || w == S8 ? 1 : w == U16 || w == S16 ? 2 : 4;
}

static u32 device_load(struct cpu *c, enum width width, u32 pa, u32 *mem)
{
	bool words = c->machine->board->word_bus;
	u32 at = width == PART || words ? pa & ~3u : pa;
	u32 v = bus_read(c->machine, c, at, words ? 4 : bytes_of(width));
	if (c->machine->bus_error) return EXC_LOAD_BUS;
	if (words && width < W32) {
		u32 bytes = bytes_of(width), shift = ORDER == BIG ? 4 - (pa & 3) - bytes : pa & 3;
		v = v >> 8 * shift & (bytes == 1 ? 0xff : 0xffff);
	}
	*mem = width == S8 ? ((v & 0xff) ^ 0x80) - 0x80 :
		width == S16 ? ((v & 0xffff) ^ 0x8000) - 0x8000 : v;
	return 0;
}

/* On a bus of words alone part of one is stored by reading all of it first. */
static u32 device_store_part(struct cpu *c, enum width width, u32 pa, u32 v)
{
	struct machine *m = c->machine;
	u32 old = bus_read(m, c, pa & ~3u, 4);
	if (!m->bus_error) bus_write(m, c, pa & ~3u, 4, ram_merge(old, pa & 3, width, ORDER, v));
	return m->bus_error ? EXC_STORE_BUS : 0;
}

/* swl and swr store up to four bytes: one access each. */
static u32 device_store(struct cpu *c, enum width width, u32 pa, u32 v)
{
	struct machine *m = c->machine;
	if (m->board->word_bus && width != W32 && width != SC)
		return device_store_part(c, width, pa, v);
	if (width != WL && width != WR) {
		bus_write(m, c, pa, bytes_of(width), v);
		return m->bus_error ? EXC_STORE_BUS : 0;
	}
	u32 a = pa & 3, marks = ram_merge(0, a, width, ORDER, ~0u),
		word = ram_merge(0, a, width, ORDER, v);
	for (u32 i = 0; i < 4; i++) {
		u32 shift = 8 * (ORDER == BIG ? 3 - i : i);
		if (!(marks >> shift & 1)) continue;
		bus_write(m, c, (pa & ~3u) + i, 1, word >> shift & 0xff);
		if (m->bus_error) return EXC_STORE_BUS;
	}
	return 0;
}

/* ---- loads and stores ---- */

static u32 load_slow(struct cpu *c, enum width width, u32 va, u32 *mem)
{
	u32 pa, exc;
	c->bad_va = BAD_VA(c, va, width);
	if (va & align_of(width)) return EXC_ADEL;
	if ((exc = translate_va(c, va, false, &pa)) != 0) return exc;
	if (isolated(c)) return isolated_load(c, width, pa, mem);
	if (c->machine->points) point_read(c, va, pa, width);
	const struct region *r = region_at(c->machine, pa, 1);
	if (width == TOUCH) return 0;
	if (!r) {
		if ((exc = device_load(c, width, pa, mem)) != 0) return exc;
	} else *mem = ram_get(r->at + (pa - r->pa), width, ORDER);
	if (width == LL) {
		c->lls++;
		c->link_active = 1;
		c->link_va = va;
		c->link_value = *mem;
	}
	return 0;
}

static void store_memory(struct machine *m, const struct region *r, u32 pa, enum width width, u32 v)
{
	u32 offset = pa - r->pa, page = r->first_page + (offset >> 12);
	u8 *at = r->at + (offset & ~3u);
	if (m->watch[page] & WATCH_CLEAN) change_begins(m, page);
	u32 old = ram_word(at, ORDER), new = ram_merge(old, pa & 3, width, ORDER, v);
	if (old == new) return;
	m->noisy++;
	ram_word_put(at, ORDER, new);
	if (m->watch[page] & WATCH_CODE) code_forget(m, page, offset & 0xffc, 4);
}

static u32 store_slow(struct cpu *c, enum width width, u32 va, u32 v, u32 *mem)
{
	struct machine *m = c->machine;
	u32 pa, exc;
	c->bad_va = BAD_VA(c, va, width);
	if (width == SC && !(c->link_active && c->link_va == va)) {
		c->scs[0]++;
		return *mem = 0;
	}
	if (va & align_of(width)) return EXC_ADES;
	if ((exc = translate_va(c, va, true, &pa)) != 0) return exc;
	if (isolated(c)) return isolated_store(c, width, pa, v);
	const struct region *r = region_at(m, pa, 1);
	if (width == SC) { /* succeeds on address and value (System/161 2.0.8) */
		u32 now = 0;
		if (r) now = ram_word(r->at + (pa - r->pa), ORDER);
		else if ((exc = device_load(c, width, pa, &now)) != 0) return exc;
		*mem = now == c->link_value;
		c->scs[*mem]++;
		if (!*mem) return 0;
	}
	if (m->points) point_written(c, va, pa, width);
	if (!r) return device_store(c, width, pa, v);
	if (r->writable) store_memory(m, r, pa, width, v);
	else if (m->board->rom_faults) return EXC_STORE_BUS;
	return 0;
}

/* Stores `new` if `old` is there; *mem says whether it was.  Memory of devices never is; any other
 * than RAM is a bus error. */
static u32 compare_swap(struct cpu *c, u32 va, u32 old, u32 new, u32 *mem)
{
	struct machine *m = c->machine;
	u32 pa, exc;
	c->bad_va = va;
	if (va & 3) return EXC_ADES;
	if ((exc = translate_va(c, va, true, &pa)) != 0) return exc;
	const struct region *r = region_at(m, pa, 4);
	*mem = r && r == m->region && ram_word(r->at + (pa - r->pa), ORDER) == old;
	if (*mem) store_memory(m, r, pa, W32, new);
	if (r) return r == m->region ? 0 : EXC_STORE_BUS;
	return bus_peek(m, pa, 4, &old) ? 0 : EXC_STORE_BUS;
}
