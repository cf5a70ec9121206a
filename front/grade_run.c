/* grade_run.c: see grade_run.h.  The test is a client of the session, as a script is: it types a
 * line when the prompt is there, and judges what came between. */
#include "grade_run.h"
#include "disk161.h"
#include "elf_file.h"
#include "error.h"
#include "grade_judge.h"
#include "grade_monitor.h"
#include "grade_proof.h"
#include "grade_sleepers.h"
#include "json_text.h"
#include "report.h"
#include "session.h"
#include "sys161.h"
#include "yaml_text.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MOST = 32, STUCK_SECONDS = 10, NAME_BYTES = PATH_MAX + 64 };

struct grading {
	const struct grade_job *job;
	struct session *s;
	struct client client;
	struct grade_monitor monitor;
	struct sleepers sleepers;
	struct grade_proofs proofs;
	json_t *results, *salts;
	u64 place;              /* in the transcript: where the step began */
	u32 step;
	bool over, wrong;
	s64 earned;
	const char *verdict;
	char why[768];
};

/* ---- steps ---- */

static json_t *step_now(const struct grading *g)
{
	return json_array_get(json_object_get(g->job->test, "steps"), g->step);
}

static bool is_partial(const struct grading *g)
{
	return json_is_true(json_object_get(g->job->test, "partial"));
}

static void stop(struct grading *g)
{
	g->over = true;
	ending_set(&g->s->ending, CAUSE_QUIT, 0, NULL);
}

static void say_why(struct grading *g, const char *why)
{
	if (!g->why[0])
		snprintf(g->why, sizeof g->why, "%s: %s", yaml_string(step_now(g), "id", "?"), why);
}

/* What the step printed, without the prompt it ended with. */
static json_t *lines_now(struct grading *g, bool prompted)
{
	const json_t *step = step_now(g);
	size_t count;
	bool whole = json_is_true(json_object_get(step, "whole"));
	const char *text = transcript_from(&g->s->transcript, whole ? 0 : g->place, &count);
	if (prompted) {
		count -= (size_t)(g->s->transcript.end - g->client.read);
		count -= strlen(yaml_string(step, "prompt", ""));
	}
	return judge_lines(text, count, g->job->keys, g->salts);
}

static void keep_result(struct grading *g, struct judged judged, json_t *lines)
{
	const json_t *step = step_now(g);
	json_t *result = json_pack("{s:O, s:s, s:I, s:o}", "id", json_object_get(step, "id"), "status",
		judged.correct ? "correct" : "incorrect", "points", (json_int_t)judged.points, "output",
			lines);
	if (json_object_get(step, "type"))
		json_object_set(result, "type", json_object_get(step, "type"));
	if (judged.why)
		json_object_set_new(result, "why", json_string_nocheck(judged.why));
	json_array_append_new(g->results, result);
	if (judged.correct || json_is_true(json_object_get(step, "uncounted")))
		return;
	g->wrong = true;
	say_why(g, judged.why ? judged.why : "it is wrong");
}

static void send_step(struct grading *g);

/* The step is over; may another follow? */
static void finish_step(struct grading *g, bool ended)
{
	const json_t *step = step_now(g);
	bool last = !json_object_get(step, "prompt"), timed_out = g->monitor.timed_out;
	json_t *lines = lines_now(g, !ended && !last);
	struct judged judged = judge_step(step, lines, g->job->keys, ended && !last, timed_out);
	keep_result(g, judged, lines);
	bool once = strcmp(yaml_string(step, "panics", "no"), "no") ||
		strcmp(yaml_string(step, "timesout", "no"), "no");
	if (ended || last || once || (!judged.correct && !is_partial(g))) {
		stop(g);
		return;
	}
	if (judged.correct)
		g->earned += judged.points;
	g->step++;
	g->place = g->client.read;
	send_step(g);
}

/* It ends for what the monitor says, which only a step that may take too long can live with. */
static void give_up(struct grading *g, const char *why)
{
	const json_t *step = step_now(g);
	bool expected = g->monitor.timed_out && strcmp(yaml_string(step, "timesout", "no"), "no");
	if (expected) {
		finish_step(g, true);
		return;
	}
	if (grade_monitor_is_stuck(&g->monitor, g->s)) {
		g->verdict = "stuck";
		say_why(g, "it is stuck: nothing but the clock happens");
	}
	say_why(g, why);
	keep_result(g, (struct judged){ false, 0, why }, lines_now(g, false));
	g->wrong = true;
	stop(g);
}

static void answered(struct client *client, json_t *result, const struct error *error)
{
	struct grading *g = client->context;
	json_decref(result);
	if (g->over)
		return;
	if (result)
		finish_step(g, false);
	else if (g->s->ending.cause == NO_CAUSE)
		give_up(g, json_object_get(step_now(g), "prompt") ? error->text
			: "the machine does not end");
	else
		finish_step(g, true);
}

static void send_step(struct grading *g)
{
	const json_t *step = step_now(g);
	const char *type = json_string_value(json_object_get(step, "type"));
	const char *prompt = yaml_string(step, "prompt", NULL);
	double seconds = yaml_number(g->job->test, "prompt_seconds", 1800);
	u64 now = vr3000_now(g->s->machine);
	if (type) {
		feeds_add(&g->s->feeds, g->s->console_device, type, strlen(type));
		feeds_add(&g->s->feeds, g->s->console_device, "\n", 1);
	}
	grade_monitor_step(&g->monitor, step, g->s);
	g->client.await = (struct await){ .kind = AWAIT_TEXT, .seconds = seconds,
		.deadline = now + (u64)(seconds * (double)g->monitor.second),
		.texts = json_array(), .scanned = g->place };
	if (prompt)
		json_array_append_new(g->client.await.texts, json_string_nocheck(prompt));
}

/* ---- for the main loop ---- */

u64 grade_moment(const struct session *s)
{
	return s->grading && !s->grading->over ? s->grading->monitor.next : NEVER;
}

void grade_look(struct session *s)
{
	struct grading *g = s->grading;
	if (g && !g->over && vr3000_now(s->machine) >= g->monitor.next &&
		!grade_monitor_look(&g->monitor, s))
		give_up(g, g->monitor.why);
}

void grade_arrive(struct session *s, const struct vr3000_regs *regs)
{
	if (!s->grading)
		return;
	sleepers_switch(&s->grading->sleepers, s, regs);
	grade_proofs_reach(&s->grading->proofs, regs->pc);
}

/* ---- the verdict ---- */

static void take_ending(struct grading *g)
{
	const struct ending *e = &g->s->ending;
	if (!g->over) {
		if (e->cause == CAUSE_STUCK)
			g->verdict = "stuck";
		finish_step(g, true);
	}
	if (e->cause == CAUSE_HOST || e->cause == CAUSE_SIGNAL)
		g->verdict = "not graded";
	if (g->wrong && e->text[0] && e->cause != CAUSE_QUIT) {
		size_t at = strlen(g->why);
		snprintf(g->why + at, sizeof g->why - at, "; %s", e->text);
	}
}

static s64 deduct_leak(struct grading *g, json_t *result, s64 points)
{
	static const char *const words[] = { NULL, "none", "found", "unknown" };
	s64 bytes = 0, worth = json_integer_value(json_object_get(g->job->test, "leak_points"));
	enum leak leak = judge_leak(g->results, g->job->keys, &bytes);
	if (leak == LEAK_NOT_ASKED)
		return points;
	s64 deducted = leak == LEAK_NONE ? 0 : worth < points ? worth : points;
	json_object_set_new(result, "leak", json_pack("{s:s, s:I, s:I}", "is", words[leak], "bytes",
		(json_int_t)bytes, "deducted", (json_int_t)deducted));
	return points - deducted;
}

static void count_into(json_t *result, const struct session *s)
{
	u64 retired = 0, now = vr3000_now(s->machine);
	for (u32 i = 0; i < vr3000_cpus(s->machine); i++)
		retired += vr3000_retired(s->machine, i);
	json_object_set_new(result, "ticks", json_integer((s64)now));
	json_object_set_new(result, "instructions", json_integer((s64)retired));
	json_object_set_new(result, "seconds", json_real((double)now / 1e6 / vr3000_mhz(s->machine)));
}

/* Where it was, for who has to find out why. */
static void leave_where(struct grading *g)
{
	char path[NAME_BYTES];
	snprintf(path, sizeof path, "%s/where", g->job->folder);
	FILE *to = fopen(path, "we");
	if (!to)
		return;
	fprintf(to, "%s\n", g->why);
	report_where(g->s, to);
	sleepers_print(&g->sleepers, g->s, to);
	fclose(to);
}

static json_t *result_of(struct grading *g)
{
	const char *unproved = grade_proofs_check(&g->proofs, g->s);
	json_t *result = json_object();
	if (unproved && !g->wrong)
		snprintf(g->why, sizeof g->why, "%s", unproved);
	g->wrong |= unproved != NULL;
	s64 points = json_integer_value(json_object_get(g->job->test, "points"));
	points = is_partial(g) ? g->earned : g->wrong ? 0 : points;
	points = unproved ? 0 : deduct_leak(g, result, points);
	bool graded = !g->verdict || strcmp(g->verdict, "not graded");
	const char *verdict = g->verdict ? g->verdict : g->wrong ? "incorrect" : "correct";
	json_object_set_new(result, "verdict", json_string(verdict));
	json_object_set_new(result, "points", json_integer(graded ? points : 0));
	json_object_set_new(result, "why", json_bytes(g->why, strlen(g->why)));
	json_object_set(result, "steps", g->results);
	count_into(result, g->s);
	if (g->wrong || !graded)
		leave_where(g);
	return result;
}

/* ---- the machine ---- */

static json_t *not_graded(const char *why)
{
	return json_pack("{s:s, s:o, s:i}", "verdict", "not graded", "why",
		json_bytes(why, strlen(why)), "points", 0);
}

static bool make_disks(const json_t *disks, struct error *error)
{
	const char *file;
	json_t *size;
	s64 bytes;
	json_object_foreach((json_t *)disks, file, size)
		if (!conf_size(json_string_value(size), &bytes) || bytes <= 0 || bytes % DISK161_SECTOR)
			return !error_set(error, E_IMAGE, "%s: %s is no size of a disk", file,
				json_string_value(size));
		else if (!disk161_create(file, (u64)bytes / DISK161_SECTOR, true))
			return !error_set(error, E_HOST, "%s: cannot be made: %m", file);
	return true;
}

/* The description of the machine, in the folder, for whoever repeats the run by hand. */
static bool write_conf(const struct grade_job *job, char path[NAME_BYTES], struct error *error)
{
	const char *text = yaml_string(job->test, "conf", NULL);
	snprintf(path, NAME_BYTES, "%s/sys161.conf", job->folder);
	FILE *to = fopen(path, "we");
	if (!to)
		return !error_set(error, E_HOST, "%s: %m", path);
	if (text)
		fputs(text, to);
	else
		fprintf(to, "0 serial\n1 emufs\n28 random seed=%u\n29 timer\n30 trace\n"
			"31 mainboard ramsize=4M cpus=1\n", (u32)job->seed);
	return !fclose(to) || !error_set(error, E_HOST, "%s: %m", path);
}

static bool open_conf(const struct grade_job *job, struct sys161 *p, struct options *o,
	struct error *error)
{
	char path[NAME_BYTES];
	if (strcmp(o->board, "sys161"))
		return true;
	if (!make_disks(json_object_get(job->test, "disks"), error) || !write_conf(job, path, error) ||
		conf_read(&p->conf, path, NULL, 0, error) || sys161_disks(&p->conf, &o->disk, error))
		return false;
	o->sys161 = p;
	return true;
}

static u64 patience(const json_t *test)
{
	double own = yaml_number(test, "stuck", 0), progress = yaml_number(test, "progress_seconds", 0);
	return own > 0 ? (u64)ceil(own) : progress > 0 ? (u64)ceil(progress) + 1 : STUCK_SECONDS;
}

static void run_steps(struct grading *g)
{
	grade_monitor_open(&g->monitor, g->job->test, g->s);
	sleepers_watch(&g->sleepers, g->s);
	grade_proofs_open(&g->proofs, json_object_get(g->job->test, "proofs"), g->s);
	g->client.context = g;
	g->client.done = answered;
	g->s->grading = g;
	clients_add(g->s, &g->client);
	send_step(g);
	session_run(g->s);
	take_ending(g);
	clients_remove(g->s, &g->client);
}

static json_t *run_session(const struct grade_job *job, const struct options *o)
{
	struct session s;
	struct grading g = { .job = job, .s = &s };
	json_t *result;
	if (session_open(&s, o)) {
		g.results = json_array();
		g.salts = json_object();
		run_steps(&g);
		result = result_of(&g);
		grade_monitor_close(&g.monitor);
	} else {
		result = not_graded(s.ending.text);
	}
	session_close(&s);
	json_decref(g.results);
	json_decref(g.salts);
	return result;
}

json_t *grade_run(const struct grade_job *job)
{
	const char *argument[WORDS_MOST] = { job->kernel };
	const json_t *words = json_object_get(job->test, "words");
	char log[NAME_BYTES];
	struct error error;
	struct sys161 p = { .exits = true, .alone = true };
	u32 count = 1;
	for (size_t i = 0; i < json_array_size(words) && count < WORDS_MOST; i++)
		argument[count++] = json_string_value(json_array_get(words, i));
	snprintf(log, sizeof log, "%s/console", job->folder);
	struct options o = { .board = yaml_string(job->test, "board", "sys161"), .quiet = true,
		.console = "null", .log = log, .seed = job->seed, .stuck = patience(job->test),
		.until = (u64)yaml_number(job->test, "instructions", 0), .argument = argument,
		.arguments = count };
	json_t *result = open_conf(job, &p, &o, &error) ? run_session(job, &o) : not_graded(error.text);
	for (u32 i = 0; i < o.disk.count; i++)
		free((char *)o.disk.item[i]);
	conf_free(&p.conf);
	return result;
}
