# Stage tests: the programs beside this file, static, with our compiler and C library.
# Results: one program for each source file.

for source in "$LINUX"/tests/*.c; do
	name=$(basename "$source" .c)
	"$MUSL/bin/cc" -std=gnu11 -D_GNU_SOURCE -O2 -g -frounding-math \
		-Wall -Wextra -Wshadow -Wno-unused-function -Werror "$source" -o "$OUT/$name"
	${CROSS}strip --strip-debug "$OUT/$name"
done
