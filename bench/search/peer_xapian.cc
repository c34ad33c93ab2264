/*
 * Xapian as a peer: single characters and pairs as terms, any of them, BM25 as it comes.  Terms are
 * ours; nothing is stored but postings.
 */
#include "peer.h"

#include <xapian.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

struct opened_xapian {
	struct units *u;
	Xapian::Database db;
};

/* Calls take for each word of grams. */
template <typename F> void
each_gram(const char *grams, F take)
{
	while (*grams) {
		size_t n = std::strcspn(grams, " ");
		take(std::string(grams, n));
		grams += n + (grams[n] == ' ');
	}
}

bool
fail(struct peer_why *why, const Xapian::Error &e)
{
	std::snprintf(why->words, sizeof why->words, "Xapian: %s", e.get_description().c_str());
	return false;
}

void
fill(Xapian::WritableDatabase &db, struct units *u)
{
	for (size_t i = 0; i < units_n(u); i++) {
		Xapian::Document doc;
		each_gram(unit_grams(u, i, GRAM_ONES_AND_PAIRS), [&](const std::string &gram) { doc.add_term(gram); });
		db.replace_document(static_cast<Xapian::docid>(i + 1), doc);
	}
	db.commit();
}

bool
xapian_build(struct units *u, const char *path, struct peer_why *why)
{
	try {
		std::string full = std::string(path) + "/first", compact = std::string(path) + "/xapian";
		{
			Xapian::WritableDatabase db(full, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC);
			fill(db, u);
			db.compact(compact);
		}
		std::string command = "rm -rf '" + full + "'";
		return std::system(command.c_str()) == 0;
	} catch (const Xapian::Error &e) {
		return fail(why, e);
	}
}

void *
xapian_open(struct units *u, const char *path, struct peer_why *why)
{
	try {
		return new opened_xapian{ u, Xapian::Database(std::string(path) + "/xapian") };
	} catch (const Xapian::Error &e) {
		fail(why, e);
		return nullptr;
	}
}

bool
xapian_query(uint32_t unit[PEER_HITS], size_t *n, void *opened, const char *question, struct peer_why *why)
{
	auto *x = static_cast<opened_xapian *>(opened);
	std::vector<std::string> terms;

	*n = 0;
	try {
		each_gram(question_grams(x->u, question, GRAM_ONES_AND_PAIRS),
		    [&](const std::string &gram) { terms.push_back(gram); });
		Xapian::Enquire enquire(x->db);
		enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
		const Xapian::MSet found = enquire.get_mset(0, PEER_HITS);
		for (auto hit = found.begin(); hit != found.end(); ++hit)
			unit[(*n)++] = *hit - 1;
		return true;
	} catch (const Xapian::Error &e) {
		return fail(why, e);
	}
}

void
xapian_close(void *opened)
{
	delete static_cast<opened_xapian *>(opened);
}

}

extern "C" const struct peer peer_xapian = {
	"Xapian", "single characters and pairs, any of them, BM25Weight as it comes; compacted", nullptr,
	xapian_build, xapian_open, xapian_query, xapian_close, nullptr,
};
