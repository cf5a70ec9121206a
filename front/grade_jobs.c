/* grade_jobs.c: see grade_jobs.h. */
#include "grade_jobs.h"
#include "error.h"
#include "grade_files.h"
#include "grade_run.h"
#include "json_text.h"
#include "options.h"
#include "vr3000.h"
#include "yaml_text.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATH_BYTES = 2 * PATH_MAX };
enum state { WAITING, RUNNING, DONE };

struct kernel { char *path, *file, *root, *name, digest[FILES_DIGEST], fault[256]; };
struct job { u32 kernel, test, seed; enum state state; pid_t process; json_t *result; };
struct pool {
	const struct grading_plan *p;
	struct kernel *kernel;
	struct job *job;
	u32 kernels, tests, jobs, running, most;
};

static json_t *test_at(const struct pool *pool, u32 test, u32 seed)
{
	return json_array_get(json_object_get(pool->p->plan[seed], "tests"), test);
}

static json_t *trouble(const char *verdict, const char *why)
{
	return json_pack("{s:s, s:o, s:i}", "verdict", verdict, "why", json_bytes(why, strlen(why)),
		"points", 0);
}

/* ---- kernels ---- */

static char *joined(const char *folder, const char *name)
{
	char *path;
	must(asprintf(&path, "%s/%s", folder, name) >= 0);
	return path;
}

/* A folder has its kernel in "kernel", and is the guest's emufs; a file is a kernel alone. */
static void find_kernel(struct kernel *k, const char *path)
{
	struct error error = { 0 };
	struct stat about;
	*k = (struct kernel){ .path = realpath(path, NULL) };
	const char *slash = k->path ? strrchr(k->path, '/') : NULL;
	k->name = strdup(slash && slash[1] ? slash + 1 : path);
	if (!k->path || stat(k->path, &about)) {
		snprintf(k->fault, sizeof k->fault, "%.200s: %s", path, strerror(errno));
		return;
	}
	bool folder = S_ISDIR(about.st_mode);
	k->root = folder ? k->path : NULL;
	k->file = folder ? joined(k->path, "kernel") : strdup(k->path);
	if (access(k->file, R_OK))
		snprintf(k->fault, sizeof k->fault, "%.200s: %s", k->file, strerror(errno));
	else if (files_digest(k->path, k->digest, &error))
		snprintf(k->fault, sizeof k->fault, "%s", error.text);
}

/* Two of one name have folders of their own all the same. */
static void name_apart(struct kernel *all, u32 i)
{
	u32 same = 0;
	for (u32 k = 0; k < i; k++)
		same += !strcmp(all[k].name, all[i].name);
	if (!same)
		return;
	char *name;
	must(asprintf(&name, "%s~%u", all[i].name, i + 1) >= 0);
	free(all[i].name);
	all[i].name = name;
}

static void free_kernel(struct kernel *k)
{
	free(k->path);
	free(k->file);
	free(k->name);
}

/* ---- a job's folder ---- */

static void name_folder(const struct pool *pool, const struct job *j, char path[PATH_BYTES])
{
	char id[PATH_MAX];
	snprintf(id, sizeof id, "%s", yaml_string(test_at(pool, j->test, 0), "id", ""));
	for (char *c = id; *c; c++)
		if (*c == '/')
			*c = ',';
	snprintf(path, PATH_BYTES, "%s/%s/%s/%llu", pool->p->folder, pool->kernel[j->kernel].name, id,
		(unsigned long long)(pool->p->first_seed + j->seed));
}

/* A word as a shell takes it. */
static void add_word(FILE *to, const char *word)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,=:";
	if (*word && !word[strspn(word, plain)]) {
		fprintf(to, " %s", word);
		return;
	}
	fputs(" '", to);
	for (; *word; word++)
		if (*word == '\'')
			fputs("'\\''", to);
		else
			fputc(*word, to);
	fputc('\'', to);
}

static char *again(const struct pool *pool, const struct job *j)
{
	const struct options *o = pool->p->options;
	const struct kernel *k = &pool->kernel[j->kernel];
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	must(to);
	fputs("vr3000 grade --alone --keep --tests", to);
	add_word(to, o->tests);
	if (o->target)
		add_word(to, "--target"), add_word(to, o->target);
	if (o->keys)
		add_word(to, "--keys"), add_word(to, o->keys);
	fputs(" --only", to);
	add_word(to, yaml_string(test_at(pool, j->test, 0), "id", ""));
	fprintf(to, " --seed %llu", (unsigned long long)(pool->p->first_seed + j->seed));
	add_word(to, k->path);
	fclose(to);
	return text;
}

/* What a result stands for: if nothing of it changed, it need not be made again. */
static void name_key(const struct pool *pool, const struct job *j, char hex[FILES_DIGEST])
{
	char *test = json_dumps(test_at(pool, j->test, j->seed), JSON_SORT_KEYS | JSON_COMPACT);
	char *keys = json_dumps(pool->p->keys, JSON_SORT_KEYS | JSON_COMPACT), *all;
	must(asprintf(&all, "%s %s %s %s", pool->kernel[j->kernel].digest, test ? test : "",
		keys ? keys : "", VR3000_VERSION) >= 0);
	files_digest_text(all, hex);
	free(all);
	free(keys);
	free(test);
}

static json_t *read_result(const struct pool *pool, const struct job *j)
{
	char path[PATH_BYTES + 16], folder[PATH_BYTES], key[FILES_DIGEST];
	name_folder(pool, j, folder);
	name_key(pool, j, key);
	snprintf(path, sizeof path, "%s/result.json", folder);
	json_t *result = json_load_file(path, JSON_ALLOW_NUL, NULL);
	if (result && !strcmp(yaml_string(result, "key", ""), key))
		return result;
	json_decref(result);
	return NULL;
}

/* ---- in the process of a job ---- */

static bool set_stage(const struct kernel *k, const char *folder, struct error *error)
{
	char path[PATH_BYTES + 16];
	files_remove(folder);
	snprintf(path, sizeof path, "%s/root", folder);
	if (!files_make_folder(path))
		return !error_set(error, E_HOST, "%s: %m", path);
	if (k->root && files_copy(k->root, path, error))
		return false;
	if (chdir(path))
		return !error_set(error, E_HOST, "%s: %m", path);
	snprintf(path, sizeof path, "%s/messages", folder);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (file < 0 || dup2(file, STDERR_FILENO) < 0)
		return !error_set(error, E_HOST, "%s: %m", path);
	close(file);
	return true;
}

static json_t *perform(const struct pool *pool, const struct job *j, const char *folder)
{
	const struct kernel *k = &pool->kernel[j->kernel];
	const json_t *test = test_at(pool, j->test, j->seed);
	const char *fault = yaml_string(test, "fault", NULL);
	struct error error;
	if (k->fault[0] || fault)
		return trouble("not graded", k->fault[0] ? k->fault : fault);
	if (!set_stage(k, folder, &error))
		return trouble("not graded", error.text);
	const struct grade_job job = { test, pool->p->keys, k->file, folder,
		pool->p->first_seed + j->seed };
	return grade_run(&job);
}

/* A correct run leaves its result alone, another all that was made for it. */
static void leave_result(const struct pool *pool, const char *folder, const json_t *result)
{
	char path[PATH_BYTES + 16];
	bool keep = pool->p->options->keep_all || strcmp(yaml_string(result, "verdict", ""), "correct");
	if (!keep)
		files_remove(folder);
	files_make_folder(folder);
	snprintf(path, sizeof path, "%s/result.json", folder);
	json_t *clean = json_clean(result);
	json_dump_file(clean, path, JSON_INDENT(2));
	json_decref(clean);
}

static void do_job(const struct pool *pool, const struct job *j)
{
	char folder[PATH_BYTES], key[FILES_DIGEST];
	char *command = again(pool, j);
	name_folder(pool, j, folder);
	name_key(pool, j, key);
	json_t *result = perform(pool, j, folder);
	json_object_set_new(result, "key", json_string(key));
	json_object_set_new(result, "again", json_string_nocheck(command));
	json_object_set_new(result, "seed", json_integer((s64)(pool->p->first_seed + j->seed)));
	leave_result(pool, folder, result);
	json_decref(result);
	free(command);
}

/* ---- the pool ---- */

static void start(struct pool *pool, struct job *j)
{
	fflush(NULL);
	pid_t process = fork();
	if (process == 0) {
		do_job(pool, j);
		fflush(NULL);
		_exit(0);
	}
	j->state = process > 0 ? RUNNING : DONE;
	j->process = process;
	pool->running += process > 0;
	if (process < 0)
		j->result = trouble("not graded", strerror(errno));
}

static void finish(struct pool *pool, struct job *j, int status)
{
	char why[80];
	j->state = DONE;
	j->result = status ? NULL : read_result(pool, j);
	if (!j->result) {
		snprintf(why, sizeof why, "the process of this test ended with %s %d",
			WIFSIGNALED(status) ? "signal" : "status",
			WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		j->result = trouble("not graded", why);
	}
	pool->running--;
}

static void wait_for_one(struct pool *pool)
{
	int status;
	pid_t process = wait(&status);
	for (u32 i = 0; i < pool->jobs; i++)
		if (pool->job[i].state == RUNNING && (pool->job[i].process == process || process < 0))
			finish(pool, &pool->job[i], process < 0 ? 1 : status);
}

/* The jobs of one test on one kernel stand together, seed by seed. */
static struct job *jobs_of(const struct pool *pool, u32 kernel, u32 test)
{
	return &pool->job[(kernel * pool->tests + test) * pool->p->seeds];
}

/* What a test came to under all seeds: NULL while one of them is not done; else the worst. */
static const char *verdict_of(const struct pool *pool, u32 kernel, u32 test)
{
	static const char *const order[] = { "correct", "skipped", "incorrect", "stuck", "not graded" };
	const struct job *j = jobs_of(pool, kernel, test);
	u32 worst = 0;
	for (u32 i = 0; i < pool->p->seeds; i++) {
		if (j[i].state != DONE)
			return NULL;
		for (u32 k = worst; k < COUNT_OF(order); k++)
			if (!strcmp(yaml_string(j[i].result, "verdict", ""), order[k]))
				worst = k;
	}
	return order[worst];
}

static s64 place_of(const struct pool *pool, const char *id)
{
	for (u32 i = 0; i < pool->tests; i++)
		if (!strcmp(yaml_string(test_at(pool, i, 0), "id", ""), id))
			return i;
	return -1;
}

enum ready { READY, NOT_YET, NEVER_READY };
/* May it run?  Not before those that it depends on were correct; *why: which one was not. */
static enum ready is_ready(const struct pool *pool, const struct job *j, const char **why,
	bool *graded)
{
	const json_t *depends = json_object_get(test_at(pool, j->test, 0), "depends");
	enum ready ready = READY;
	for (size_t i = 0; i < json_array_size(depends); i++) {
		const char *id = json_string_value(json_array_get(depends, i));
		s64 at = place_of(pool, id);
		const char *verdict = at < 0 ? "correct" : verdict_of(pool, j->kernel, (u32)at);
		if (!verdict) {
			ready = NOT_YET;
		} else if (strcmp(verdict, "correct")) {
			*why = id;
			*graded = strcmp(verdict, "not graded");
			return NEVER_READY;
		}
	}
	return ready;
}

static void skip(struct job *j, const char *id, bool graded)
{
	char why[PATH_MAX + 32];
	snprintf(why, sizeof why, "%s was not correct", id);
	j->state = DONE;
	j->result = trouble(graded ? "skipped" : "not graded", why);
}

/* Starts or settles what can be; false: nothing waits any more. */
static bool advance(struct pool *pool)
{
	bool waits = false, graded = true;
	const char *why = NULL;
	for (u32 i = 0; i < pool->jobs; i++) {
		struct job *j = &pool->job[i];
		if (j->state != WAITING)
			continue;
		enum ready ready = is_ready(pool, j, &why, &graded);
		if (ready == NEVER_READY)
			skip(j, why, graded);
		else if (ready == READY && pool->p->options->resume && (j->result = read_result(pool, j)) &&
			strcmp(yaml_string(j->result, "verdict", ""), "not graded"))
			j->state = DONE;
		else if (ready == READY && pool->running < pool->most) {
			json_decref(j->result);
			j->result = NULL;
			start(pool, j);
		}
		waits |= j->state == WAITING;
	}
	return waits;
}

/* ---- what came of it ---- */

static json_t *seeds_of(const struct pool *pool, const struct job *j, s64 *points, double *seconds)
{
	json_t *all = json_array();
	for (u32 i = 0; i < pool->p->seeds; i++) {
		s64 n = json_integer_value(json_object_get(j[i].result, "points"));
		double t = json_number_value(json_object_get(j[i].result, "seconds"));
		*points = !i || n < *points ? n : *points;
		*seconds = t > *seconds ? t : *seconds;
		json_array_append(all, j[i].result);
	}
	return all;
}

/* The first of the seeds with this verdict tells why, and how to see it again. */
static void add_why(const struct pool *pool, json_t *to, const struct job *j, const char *verdict)
{
	char folder[PATH_BYTES];
	for (u32 i = 0; i < pool->p->seeds; i++, j++) {
		if (strcmp(yaml_string(j->result, "verdict", ""), verdict))
			continue;
		name_folder(pool, j, folder);
		json_object_set_new(to, "why", json_string_nocheck(yaml_string(j->result, "why", "")));
		json_object_set_new(to, "again", json_string_nocheck(yaml_string(j->result, "again", "")));
		json_object_set_new(to, "folder", json_string_nocheck(folder));
		return;
	}
}

static json_t *test_result(const struct pool *pool, u32 kernel, u32 test)
{
	const struct job *j = jobs_of(pool, kernel, test);
	const json_t *about = test_at(pool, test, 0);
	const char *verdict = verdict_of(pool, kernel, test);
	s64 points = 0;
	double seconds = 0;
	json_t *result = json_object();
	json_t *seeds = seeds_of(pool, j, &points, &seconds);
	json_object_set(result, "id", json_object_get(about, "id"));
	json_object_set(result, "name", json_object_get(about, "name"));
	json_object_set(result, "text", json_object_get(about, "text"));
	json_object_set(result, "most", json_object_get(about, "points"));
	json_object_set_new(result, "verdict", json_string(verdict));
	json_object_set_new(result, "points", json_integer(points));
	json_object_set_new(result, "seconds", json_real(seconds));
	json_object_set_new(result, "seeds", seeds);
	add_why(pool, result, j, verdict);
	return result;
}

static json_t *kernel_result(const struct pool *pool, u32 kernel)
{
	json_t *tests = json_array();
	s64 points = 0, most = 0;
	bool graded = true;
	for (u32 i = 0; i < pool->tests; i++) {
		json_t *one = test_result(pool, kernel, i);
		points += json_integer_value(json_object_get(one, "points"));
		most += json_integer_value(json_object_get(one, "most"));
		graded &= strcmp(yaml_string(one, "verdict", ""), "not graded") != 0;
		json_array_append_new(tests, one);
	}
	const struct kernel *k = &pool->kernel[kernel];
	return json_pack("{s:o, s:o, s:I, s:I, s:b, s:o}", "name", json_string_nocheck(k->name), "path",
		json_string_nocheck(k->path ? k->path : k->name), "points", (json_int_t)points, "most",
		(json_int_t)most, "graded", graded, "tests", tests);
}

json_t *grade_all(const struct grading_plan *p)
{
	const struct options *o = p->options;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct pool pool = { .p = p, .kernels = o->arguments,
		.tests = (u32)json_array_size(json_object_get(p->plan[0], "tests")),
		.most = o->jobs ? (u32)o->jobs : cores > 0 ? (u32)cores : 1 };
	pool.jobs = pool.kernels * pool.tests * p->seeds;
	pool.kernel = calloc(pool.kernels, sizeof *pool.kernel);
	pool.job = calloc(pool.jobs, sizeof *pool.job);
	must(pool.kernel && pool.job);
	for (u32 i = 0; i < pool.kernels; i++)
		find_kernel(&pool.kernel[i], o->argument[i]), name_apart(pool.kernel, i);
	for (u32 i = 0; i < pool.jobs; i++)
		pool.job[i] = (struct job){ .seed = i % p->seeds, .test = i / p->seeds % pool.tests,
			.kernel = i / p->seeds / pool.tests };
	while (advance(&pool) || pool.running)
		if (pool.running)
			wait_for_one(&pool);
	json_t *kernels = json_array();
	for (u32 i = 0; i < pool.kernels; i++)
		json_array_append_new(kernels, kernel_result(&pool, i));
	for (u32 i = 0; i < pool.jobs; i++)
		json_decref(pool.job[i].result);
	for (u32 i = 0; i < pool.kernels; i++)
		free_kernel(&pool.kernel[i]);
	free(pool.job);
	free(pool.kernel);
	return json_pack("{s:O, s:o}", "name", json_object_get(p->plan[0], "name"), "kernels", kernels);
}
