# Stage check: no program of ours may use a result before an R3000 has it.
# Result: report, empty.  The kernel is not judged: it is taken as it is.

"$LINUX/check/loaddelay-check" "$MUSL/lib/libc.a" "$MUSL/lib/libgcc.a" "$BUSYBOX/busybox.debug" \
	$(find "$TESTS" -type f -perm -u+x) >"$OUT/report" || { head -20 "$OUT/report"; exit 1; }
