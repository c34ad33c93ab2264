/* Reports: the view, headings, dates, bodies, documents, campaigns, cases; rows are sentences of our own. */
#include "unit.h"

#include "fact/fact.h"

int
main(void)
{
	return 0;
}
