/*
 * file.c - what a process reads and writes: the console, and pipes between processes.
 *
 * A pipe is one page. Its reader sleeps on the pipe while it is empty, its writer while it is
 * full; it goes when nobody holds an end.
 */
#include "kernel.h"

struct pipe {
	u32 readers, writers;
	u32 in, out;			/* bytes ever written and read */
	u8 bytes[PIPE_BYTES];
};

static_assert(sizeof(struct pipe) <= PAGE_BYTES, "a pipe is one page");

enum { CHUNK = 64 };			/* bytes between user and kernel at a time */

static struct file *file_of(u32 number)
{
	struct file *file = &cpu.current->file[number];

	return number < FILES && file->kind != FILE_CLOSED ? file : NULL;
}

static void hold(const struct file *file)
{
	if (file->kind == FILE_READ_PIPE)
		file->pipe->readers++;
	else if (file->kind == FILE_WRITE_PIPE)
		file->pipe->writers++;
}

static void let_go(struct file *file)
{
	struct pipe *pipe = file->pipe;

	if (file->kind == FILE_READ_PIPE)
		pipe->readers--;
	else if (file->kind == FILE_WRITE_PIPE)
		pipe->writers--;
	*file = (struct file){ 0 };
	if (!pipe)
		return;
	wake(pipe);
	if (pipe->readers + pipe->writers == 0)
		frame_release(pipe);
}

void files_open_console(struct proc *proc)
{
	for (u32 i = 0; i < 3; i++)
		proc->file[i].kind = FILE_CONSOLE;
}

void files_fork(struct proc *child, const struct proc *parent)
{
	for (u32 i = 0; i < FILES; i++) {
		child->file[i] = parent->file[i];
		hold(&child->file[i]);
	}
}

void files_close(struct proc *proc)
{
	for (u32 i = 0; i < FILES; i++)
		let_go(&proc->file[i]);
}

/* What there is, at least one byte; 0 when it is empty and nobody can write. */
static int pipe_read(struct pipe *pipe, u32 to, u32 bytes)
{
	u32 done = 0;

	while (pipe->in == pipe->out) {
		if (pipe->writers == 0)
			return 0;
		if (!sleep_on(pipe, 0))
			return -1;
	}
	for (; done < bytes && pipe->out != pipe->in; done++, pipe->out++)
		if (!user_write(to + done, &pipe->bytes[pipe->out % PIPE_BYTES], 1))
			return -1;
	wake(pipe);
	return (int)done;
}

static int pipe_write(struct pipe *pipe, const u8 *from, u32 bytes)
{
	for (u32 done = 0; done < bytes; done++) {
		while (pipe->in - pipe->out == PIPE_BYTES && pipe->readers > 0)
			if (!sleep_on(pipe, 0))
				return -1;
		if (pipe->readers == 0)
			return -1;
		pipe->bytes[pipe->in++ % PIPE_BYTES] = from[done];
	}
	wake(pipe);
	return (int)bytes;
}

int file_read(u32 number, u32 to, u32 bytes)
{
	struct file *file = file_of(number);

	if (!file || file->kind == FILE_WRITE_PIPE)
		return -1;
	if (bytes == 0)
		return 0;
	if (file->kind == FILE_CONSOLE)
		return console_read(to, bytes);
	return pipe_read(file->pipe, to, bytes);
}

static int write_chunk(const struct file *file, const u8 *from, u32 bytes)
{
	if (file->kind == FILE_WRITE_PIPE)
		return pipe_write(file->pipe, from, bytes);
	for (u32 i = 0; i < bytes; i++)
		console_put(from[i]);
	return (int)bytes;
}

int file_write(u32 number, u32 from, u32 bytes)
{
	struct file *file = file_of(number);
	u8 chunk[CHUNK];
	u32 done = 0;

	if (!file || file->kind == FILE_READ_PIPE)
		return -1;
	while (done < bytes) {
		u32 some = bytes - done < CHUNK ? bytes - done : CHUNK;
		if (!user_read(chunk, from + done, some) || write_chunk(file, chunk, some) < 0)
			return -1;
		done += some;
	}
	return (int)done;
}

static int free_number(u32 from)
{
	for (u32 i = from; i < FILES; i++)
		if (cpu.current->file[i].kind == FILE_CLOSED)
			return (int)i;
	return -1;
}

int file_pipe(u32 two_numbers)
{
	int in = free_number(0), out = in < 0 ? -1 : free_number((u32)in + 1);
	u32 numbers[2] = { (u32)in, (u32)out };
	struct pipe *pipe;

	if (out < 0 || !user_write(two_numbers, numbers, sizeof numbers))
		return -1;
	pipe = frame_allocate();
	if (!pipe)
		return -1;
	pipe->readers = pipe->writers = 1;
	cpu.current->file[in] = (struct file){ FILE_READ_PIPE, pipe };
	cpu.current->file[out] = (struct file){ FILE_WRITE_PIPE, pipe };
	return 0;
}

int file_dup(u32 number, u32 as)
{
	const struct file *file = file_of(number);

	if (!file || as >= FILES)
		return -1;
	if (as == number)
		return (int)as;
	let_go(&cpu.current->file[as]);
	cpu.current->file[as] = *file;
	hold(file);
	return (int)as;
}

int file_close(u32 number)
{
	struct file *file = file_of(number);

	if (!file)
		return -1;
	let_go(file);
	return 0;
}
