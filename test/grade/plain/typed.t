---
name: Typed lines
points: 2
type: [fib 5, fib 6, halt 0]
prompt: "vr3000$ "
---
fib(5) = 5
fib(6) = 8
