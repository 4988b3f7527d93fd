/* What tests ask of the desk, under /control/:
 *
 *   summary            counts, and how many tickets have which verdict
 *   tickets            a line for each that is not right: number, kind, verdict
 *   times              a line for each: number, then when it was shown (microseconds)
 *   KIND.csv?count=N   orders, usage or accounts of the first N tickets; &from=M: from the Mth on
 *   create?count=N     makes that many more; &rate=R: so many a second
 *   await?polls=N      answers, with the summary, when no ticket is unanswered and N more polls
 *                      were served, or after &seconds=S
 *   spoil?text=NAME    another trouble
 *   outage?text=NAME   it is out, see outage.h; &ms=T: for so long; to be asked at the back
 *                      door
 */
#ifndef REFUNDD_TESTS_HOSTILE_CONTROL_H
#define REFUNDD_TESTS_HOSTILE_CONTROL_H

#include "hostile/desk.h"

void control_take(struct hostile_desk *desk, const struct request *request, struct reply *reply);

#endif
