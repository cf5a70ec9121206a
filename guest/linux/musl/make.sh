# Stage musl: a C library for the R3000 and a compiler command that uses it.
# Results: bin/cc (compiles and links static programs), include, lib.
#
# Debian's cross compiler makes MIPS I code, but its own libgcc and start files are MIPS32r2: ours
# take their place.  The command `as` beside cc fills load delay slots that hand-written
# assembly leaves open, see fill-load-delays.

sh "$LINUX/fetch.sh" musl
dpkg-source --no-check -x "$CACHE"/source/musl_*.dsc musl
mkdir -p "$OUT/bin" "$OUT/lib"
cp "$LINUX/musl/fill-load-delays" "$OUT/bin"
sed "s/@CROSS@/$CROSS/" "$LINUX/musl/as.in" >"$OUT/bin/as"
sed "s/@CROSS@/$CROSS/" "$LINUX/musl/cc.in" >"$OUT/bin/cc"
chmod +x "$OUT"/bin/*

cd musl
CC="${CROSS}gcc -march=r3000 -mfp32 -fno-pic -no-pie -B$OUT/bin" \
	CROSS_COMPILE=$CROSS CFLAGS='-O2 -g0' \
	./configure --target=mipsel-linux-musl --disable-shared --prefix="$OUT" --syslibdir="$OUT/lib"
make -s -j"$JOBS" install
cd ..

# Debian splits the kernel's own headers off for cross compilers; they are the same for every libc.
for folder in linux asm asm-generic mtd; do
	cp -r "/usr/mipsel-linux-gnu/include/$folder" "$OUT/include"
done

"$OUT/bin/cc" -O2 -Wall -Wextra -ffreestanding -c "$LINUX/musl/libgcc.c" -o libgcc.o
${CROSS}ar rcs "$OUT/lib/libgcc.a" libgcc.o
