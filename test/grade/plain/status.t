---
name: A status of its own
points: 4
words: run=halt 3
status: 1
---
halted
