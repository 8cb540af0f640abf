# What explanations say, in English. The words of a pack (questions, rules, responses, titles) are put in as they stand.
#
# Another language is another file with the same messages and the same $names. A message that is missing, left over or
# without one of its names is refused, with the line. What each stands for is written in src/explain/message.rs.
# A message is one line, or a choice whose every branch is one line.

# Parts of sentences

and-two = { $first } and { $last }
and-more = { $first }, { $rest }
or-two = { $first } or { $last }
or-more = { $first }, { $rest }
then-more = { $first }; { $rest }
in-brackets = ({ $inner })
quoted = “{ $text }”
of-child = { $child }: { $text }
a-child-not-yet-known = A child not yet known
day = { $day } { $month } { $year }
month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
answer-not-known = not known
answer-yes = yes
answer-no = no
says-not-known = Not known
says-yes = Yes
says-no = No

# Conditions

always = in every case
fact-is = { $ask } is { $answers }
child-had-part = the child { $part }
not-so = it is known not to be so that { $inner }
at-least = at least { $n } of these: { $list }
any-child = for at least one child: { $inner }
every-child = for every child: { $inner }

part-pictured = is pictured
part-made = made it
part-shared = shared it
part-passed-on = passed it on
part-asked-for = asked for it
part-pressured = put pressure on another
part-was-pressured = was put under pressure
part-received = received it
part-received-unasked = received it without asking
part-told-us = told us
part-not-known = had a part that is not known

# Facts and clauses

fact-known = { $ask } { $answer }.
fact-part = “{ $part }”? { $answer }.
fact-does-not-arise = { $ask } Not asked: it does not arise from the part this child had.
fact-plain = { $ask }
clause = { $title }. { $mark }
clause-section = { $title }, section { $section }. { $mark }
clause-place = { $title }, { $section }. { $mark }
clause-item = { $clause } Item { $item }.
local-rule = This is the setting’s own rule.

mark-p = Read in the official text.
mark-p-part = Read in the part of the official text that was seen.
mark-s2 = Reported alike by two or more independent sources.
mark-s = Reported by one secondary source. To be verified.
mark-g-high = General knowledge: sure of the substance, not of the words. To be verified.
mark-g-med = Not verified: a prompt for the person who checks the pack.
mark-ours = Not guidance: this software’s own prompt or explanation.

# By when, and whose duty

due-at-once = at once
due-no-set-time = no set time
due-same-day = the same day
due-hours =
    { $n ->
        [one] within { $n } hour
       *[other] within { $n } hours
    }
due-working-days =
    { $n ->
        [one] within { $n } working day
       *[other] within { $n } working days
    }
due-school-days =
    { $n ->
        [one] within { $n } school day
       *[other] within { $n } school days
    }
due-days =
    { $n ->
        [one] within { $n } day
       *[other] within { $n } days
    }
duty-lead = For the safeguarding lead.
duty-organisation = For the organisation.
duty-individual = For each individual: nobody else’s decision closes it.
by-and-duty = By: { $due }. { $duty }
answered-by = Answered by: { $routes }.

# The result

pack-on = { $pack } { $version }, on { $day }
pack-no-day = { $pack } { $version }
recommends = This is a recommendation. A named person decides.
no-rule-is-met = No rule is met on what is known. This is not an all-clear.
called-for = Called for
pointed-to = Pointed to, to be weighed
not-known-is-a-reason = This is not known, and not knowing is itself a reason.
whichever = One or other of these holds, whatever the answer.
settled = Settled: nothing that is not known could call for more.
not-settled = Not settled. What is not known could still call for:
ask-next = Ask next
ask-why = { $why } [{ $fact }]
what-would-change = What would change this
not-used = Not used, because this pack has no such question or answer
not-used-answer = { $fact }: { $answer }

# What would change it

if-so = If { $answers }:
otherwise-was = { $ask } were { $to } and not { $from }
adds = It would be called for: { $response }
removes = It would no longer be called for: { $response }
adds-pointed = It would be pointed to: { $response }
removes-pointed = It would no longer be pointed to: { $response }
adds-either = adds: { $response }
removes-either = removes: { $response }
cannot-be-altered =
    { $n ->
        [one] { $n } other response would be as it is, whatever else had been answered to what was asked.
       *[other] { $n } other responses would be as they are, whatever else had been answered to what was asked.
    }
not-searched-to-the-end = There may be further answers that would alter these:
smallest-changes = The fewest answers that would have to be otherwise

# Why not

why-not = Why not: { $response }
why-not-called-for = It is called for.
why-not-pointed-to = It is pointed to, to be weighed. It is not called for.
why-not-could-be = It is not called for on what is known. What is still open could change that.
why-not-no = No rule that could ask for it is met, and nothing still open could meet one.
why-not-no-rule-in-force = No rule that could ask for it is in force on this day.
why-not-no-rule = No rule of this guidance asks for it.
rule-calls = Calls for it: { $says }
rule-points = Points to it: { $says }
needed = It needs: { $condition }.
stands-dormant = Not applied yet. { $why }
stands-not-in-force-from = Not in force on this day: in force from { $from }.
stands-not-in-force-between = Not in force on this day: in force from { $from } to { $to }.
stands-met-always = It is met in every case.
stands-met = It is met:
stands-met-as-not-known = Not knowing is itself a reason. It waits on:
stands-waits = It is not met yet. It waits on:
stands-waits-against = What is known keeps other ways of meeting it shut:
stands-not-met = What is known stands against it:
stands-not-met-ever = No answer could meet it.

# What need not be asked

not-asked = What need not be asked, and why
not-asked-no-rule = No rule of this guidance asks about it. It is kept for the record.
not-asked-does-not-arise = It is asked only of a child who { $parts }.
decided-dormant = This rule is not applied yet: { $says }
decided-not-in-force = This rule is not in force on this day: { $says }
decided-met = This rule is met already: { $says }
decided-cannot-be-met = This rule cannot be met: { $says }
decided-part = The part of this rule in which it stands is decided already: { $says }
decided-reached = This rule could still be met, and what it asks for is asked for already: { $says } It is asked for by: { $rules }
decided-together = With the other rules that ask for the same, the answer changes nothing: { $says }

# Side by side

side-by-side = Side by side
side-alike = Both ask for the same, and the same is still open.
side-same-pack = Under the same guidance
side-two-packs = Under { $first }, and under { $second }
facts-otherwise = Known otherwise
fact-beside = { $ask } { $before } before, { $after } now.
part-beside = “{ $part }”? { $before } before, { $after } now.
fact-beside-new = { $ask } { $after }.
part-beside-new = { $part }.
child-came = { $child } is now known to be involved.
child-went = { $child } is no longer among those known to be involved.
side-added = Asked for now, and not before
side-removed = Asked for before, and not now
side-unchanged = Asked for alike
response-beside = { $says } Before: { $before }. Now: { $after }.
asks-not = not asked for
asks-points-to = pointed to
asks-calls-for = called for
rules-moved = Rules that stand differently
rule-beside = { $says } Before: { $before }. Now: { $after }.
status-not-met = not met
status-undecided = not decided
status-met = met
status-not-in-force = not in force
moved-facts = Because of: { $facts }.
moved-child = whether { $child } was involved
moved-reads-otherwise = Because the rule reads otherwise.
moved-gone = Because the guidance no longer has this rule.
moved-new = Because the guidance has this rule now.
moved-the-day = Because of the day.
came-up = Questions that came up
fell-away = Questions that fell away
question-answered = { $ask } Answered: { $answer }.
