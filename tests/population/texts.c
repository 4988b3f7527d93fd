#include "population.h"

#include "base/memory.h"

#include <string.h>

#define COUNT(list)	   (sizeof(list) / sizeof((list)[0]))
#define PICK(chance, list) ((list)[chance_below(chance, (int)COUNT(list))])

static const char *const greetings[] = {"Hello,", "Hi team,",	  "Good morning,", "Dear support,",
					"Hi,",	  "Hello there,", "Dear team,",	   "Good day,"};
static const char *const wishes[] = {
	"please refund this package",
	"I'd like my money back for this order",
	"can you cancel the monthly package",
	"we want to return the package that we bought",
	"I want to give this package back",
	"kindly process a refund for us",
	"could this purchase be reversed",
	"we no longer need this subscription, please return it",
};
static const char *const causes[] = {
	"our launch has been postponed",
	"my colleague bought the same one already",
	"the project was stopped by the client",
	"I picked the wrong edition by mistake",
	"the video quality in our region is not good enough",
	"we move to another provider",
	"the budget for this quarter was cut",
	"the app is not ready for real users yet",
	"our customer signed off with a different design",
	"I misread the price per month",
	"it was meant for the test account",
	"we only need voice and no video after all",
	"the team decided to wait until spring",
	"our school closes for the holidays",
};
static const char *const details[] = {
	"Nothing has been used so far.",
	"We made two or three test calls only.",
	"The console shows no minutes at all.",
	"I have not even opened the dashboard.",
	"It was bought with the company card.",
	"The invoice has not been issued.",
	"Our accountant asks about it every day.",
	"I could not find the button for it.",
	"Somebody in the chat told me to open a ticket.",
	"The trial was enough for us.",
	"We will come back next year for sure.",
	"I know that the days are counted.",
	"Please tell me if you need anything else.",
	"It is the order of this week.",
};
static const char *const endings[] = {"Thanks!", "Best regards", "Thank you very much.", "Cheers",
				      "Regards", "Many thanks",	 "Have a nice day.",	 "Bye"};
static const char *const people[] = {"Wei",  "Anna", "Jonas", "Priya", "Tom",	"Mei",
				     "Luis", "Sara", "Kenji", "Olga",  "Ahmed", "Nina"};

static const char *const things[] = {
	"a language class",	 "our telemedicine pilot", "a karaoke room",
	"the customer hotline",	 "an auction site",	   "our yoga studio",
	"a chess club",		 "the company town hall",  "a driving school",
	"our tutoring platform", "a wedding livestream",   "the property viewings",
	"a game with voice",	 "our board meetings",	   "the cooking channel",
	"a church service",	 "remote repair guidance", "our sales training",
};
static const char *const cities[] = {
	"Shenzhen", "Lyon",   "Jakarta", "Porto",  "Nairobi", "Leeds",	"Osaka", "Chengdu",
	"Toronto",  "Krakow", "Manila",	 "Bogota", "Dubai",   "Bremen", "Busan", "Cape Town",
};

static void add(struct buffer *text, const char *part)
{
	buffer_add_format(text, "%s%s", text->length > 0 ? " " : "", part);
}

char *text_own(const void *ctx, struct chance *chance)
{
	struct buffer *text = buffer_new(ctx);

	if (chance_of(chance, 12)) {
		buffer_add_text(text, "refund please");
		return text->bytes;
	}
	add(text, PICK(chance, greetings));
	add(text, PICK(chance, wishes));
	buffer_add_format(text, " because %s.", PICK(chance, causes));
	buffer_add_format(text, " We wanted it for %s in %s.", PICK(chance, things),
			  PICK(chance, cities));
	for (int i = chance_below(chance, 3) + 1; i > 0; i--)
		add(text, PICK(chance, details));
	add(text, PICK(chance, endings));
	add(text, PICK(chance, people));
	return text->bytes;
}

char *text_of_help_page(const void *ctx, struct chance *chance)
{
	return text_format(
		ctx,
		"Dear billing team, I apply for a refund of my monthly package within "
		"five days of the purchase. The package has not been used. Please return "
		"the payment to the account that paid it. Kind regards, %s",
		PICK(chance, people));
}

char *text_base(const void *ctx, struct chance *chance)
{
	struct buffer *text = buffer_new(ctx);

	for (int i = 0; i < 3; i++) {
		add(text, PICK(chance, wishes));
		buffer_add_format(text, " as %s.", PICK(chance, causes));
		add(text, PICK(chance, details));
	}
	return text->bytes;
}

/* One word in about thirty is another. */
char *text_variant(const void *ctx, struct chance *chance, const char *base)
{
	static const char *const others[] = {"really", "kindly", "today", "soon", "again", "now"};
	struct buffer *text = buffer_new(ctx);

	for (const char *at = base; *at != '\0';) {
		size_t length = strcspn(at, " ");

		if (chance_below(chance, 30) == 0)
			add(text, PICK(chance, others));
		else
			add(text, text_copy_n(ctx, at, length));
		at += length + strspn(at + length, " ");
	}
	return text->bytes;
}
