#!/usr/bin/env bats
# control.bats: the control socket.
load common.bash

@test "JSON-RPC: commands, errors, order, several clients" {
	python3 "$BATS_TEST_DIRNAME/control_test.py" "$vr3000" "$guests/echo"
}
