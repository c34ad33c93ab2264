/*
 * The formulas that decide the order of hits, each with its source, and the numbers in them.
 * It reads no list and knows no file.
 */
#include "search_int.h"

#include <math.h>

/*
 * Chosen on the questions of odd number of the development set; those of even number were only
 * looked at afterwards.
 */
const struct wf_rank wf_rank_default = {
	.k1 = 1.2, .b = 0.75, .work_b = 0.3, .idf_power = 0.9,
	.single = 0.4, .single_least = 2.5, .pair_least = 1.5, .pair = 1.0, .token = 1.0, .word = 1.0,
	.cited = 0.25, .heading = 0.35, .title = 0.15, .work = 0.25,
	.lead = 0.4, .lead_least = 0.33, .lead_power = 1.0, .lead_next = 0.95,
	.lead_most = 24, .terms_most = 120,
	.prior = 1.4, .place = 3,
	.least = { [WF_STAND_REGULATION] = 6, [WF_STAND_INTERPRETATION] = 5 },
	.share = { 1, 1, 1, 1, [WF_STAND_LOCAL] = 0.65, [WF_STAND_OTHER] = 0.7,
		[WF_STAND_FACTS] = 0.9 },
};

/* Okapi BM25: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009, eq. 3.15, without idf. */
double
wf_rank_tf(const struct wf_rank *r, double tf, double b, double length)
{
	return tf * (r->k1 + 1) / (tf + r->k1 * (1 - b + b * length));
}

/* The same, eq. 3.13 kept above zero (Lucene's form), to a power that weakens rare pairs. */
double
wf_rank_idf(const struct wf_rank *r, double df, double n)
{
	return pow(log(1 + (n - df + 0.5) / (df + 0.5)), r->idf_power);
}

/*
 * A row that is held half may still be meant (people leave words out), so the weight falls slowly:
 * the soft matching of translation models for retrieval (Berger & Lafferty, SIGIR 1999) in one number.
 */
double
wf_rank_lead(const struct wf_rank *r, double held)
{
	return r->lead * pow(held, r->lead_power);
}

/*
 * What a text is worth before any word: Craswell, Robertson, Zaragoza, Taylor, Relevance Weighting for
 * Query Independent Evidence, SIGIR 2005, log form. The floor keeps texts that few cite by their
 * nature (an interpretation is applied, not cited) from drowning under the codes.
 */
double
wf_rank_prior(const struct wf_rank *r, enum wf_standing s, uint32_t cited)
{
	double prior = r->prior * log(1.0 + cited);

	return prior > r->least[s] ? prior : r->least[s];
}

/* Linear, as in Anh, de Kretser, Moffat, Vector-Space Ranking with Effective Early Termination, SIGIR 2001. */
uint8_t
wf_rank_quantise(double value, double most)
{
	double q = floor(value / most * IMPACT_MOST + 0.5);

	return q < 1 ? 1 : q > IMPACT_MOST ? (uint8_t)IMPACT_MOST : (uint8_t)q;
}
