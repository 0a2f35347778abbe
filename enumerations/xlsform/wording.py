"""How the standard questionnaire asks: every question as it is spoken, in English and Kiswahili.

This is the content of a form, not of the interface; the words of the answers are the labels of
`enumerations.choices`. A question's name is the field's name in `enumerations.intake.fields`.
"""

from dataclasses import dataclass

LANGUAGES = {"en": "English (en)", "sw": "Kiswahili (sw)"}


@dataclass(frozen=True)
class Wording:
    """One question and, where it helps, what the enumerator should know to ask it."""

    en: str
    sw: str
    hint_en: str = ""
    hint_sw: str = ""


def _say(en: str, sw: str, hint_en: str = "", hint_sw: str = "") -> Wording:
    return Wording(en, sw, hint_en, hint_sw)


SECTIONS: dict[str, Wording] = {
    "visit": _say("The visit", "Ziara"),
    "place": _say("The door", "Mlango"),
    "agreement": _say("Consent", "Idhini"),
    "hh": _say("The household", "Kaya"),
    "home": _say("The home", "Makao"),
    "roster": _say("The people of the household", "Watu wa kaya"),
    "person": _say("Person", "Mtu"),
    "who": _say("Person ${line_no}", "Mtu wa ${line_no}"),
    "about": _say("Person ${line_no}: ${name}", "Mtu wa ${line_no}: ${name}"),
    "water": _say("Water", "Maji"),
    "toilet": _say("Toilet", "Choo"),
    "services": _say("Rubbish, cooking and light", "Takataka, kupika na mwanga"),
    "livelihood": _say("Belongings and income", "Mali na mapato"),
    "voice": _say("Priorities", "Vipaumbele"),
    "ending": _say("To end", "Kumalizia"),
}

CONSENT = _say(
    "Read aloud: “We are counting the households of this settlement so that the community can "
    "use the figures to "
    "demand services. You do not have to answer. Your names will not be given to the public "
    "without your consent. "
    "You may see, correct or erase your information. This count gives no right to land and no compensation. "
    "Do you agree?”",
    "Soma kwa sauti: “Tunahesabu kaya za makazi haya ili jamii itumie takwimu zake kudai "
    "huduma. Si lazima ujibu. "
    "Majina yako hayatatolewa kwa umma bila idhini yako. Unaweza kuona, kurekebisha au kufuta taarifa zako. "
    "Uhesabu huu hautoi haki ya ardhi wala fidia. Unakubali?”",
)

# Questions about one household.
HOUSEHOLD: dict[str, Wording] = {
    "result": _say("What is the result of this visit?", "Matokeo ya ziara hii ni yapi?"),
    "consent": _say("Do you agree to be counted?", "Je, mnakubali kuhesabiwa?"),
    "consent_list": _say(
        "May your name stand on the list that is posted for the community to check?",
        "Je, jina lako linaweza kuwekwa kwenye orodha itakayobandikwa ili jamii iihakiki?",
    ),
    "consent_share_county": _say(
        "May totals that include your household go to the county?",
        "Je, jumla zinazohusisha kaya yenu zinaweza kupelekwa kwa kaunti?",
        "Totals only: no names.",
        "Jumla pekee: bila majina.",
    ),
    "consent_photo": _say("May we take a photo of the house?", "Je, tunaweza kupiga picha ya nyumba yenu?"),
    "consent_contact": _say(
        "May we contact you again about this count?", "Je, tunaweza kuwasiliana nawe tena kuhusu uhesabu huu?"
    ),
    "respondent_role": _say("Who is answering?", "Nani anayejibu?"),
    "head_name": _say(
        "What is the name of the head of this household?",
        "Mkuu wa kaya hii anaitwa nani?",
        "At least two names, as on the identity card.",
        "Angalau majina mawili, kama yalivyo kwenye kitambulisho.",
    ),
    "head_sex": _say("Sex of the head of the household", "Jinsia ya mkuu wa kaya"),
    "head_id_kind": _say(
        "Which identity document does the head of the household have?", "Mkuu wa kaya ana kitambulisho gani?"
    ),
    "head_id_number": _say(
        "What is the number of that document?",
        "Namba ya kitambulisho hicho ni ipi?",
        "Only if it is willingly given. A national ID has 7 or 8 digits.",
        "Iandike ikiwa tu inatolewa kwa hiari. Kitambulisho cha taifa kina tarakimu 7 au 8.",
    ),
    "phone": _say(
        "On which phone number can the household be reached?",
        "Kaya yenu inapatikana kwa namba gani ya simu?",
        "Such as 0712345678 or +254712345678.",
        "Kwa mfano 0712345678 au +254712345678.",
    ),
    "occupancy_status": _say(
        "Who are you here: owner, tenant or something else?",
        "Mnaishi hapa kama nani: wenye jengo, wapangaji au wengine?",
    ),
    "years_in_settlement": _say(
        "For how many years have you lived in this settlement?",
        "Mmeishi katika makazi haya kwa miaka mingapi?",
        "0 if less than a year.",
        "0 ikiwa ni chini ya mwaka mmoja.",
    ),
    "years_in_structure": _say(
        "For how many years have you lived in this structure?",
        "Mmeishi katika jengo hili kwa miaka mingapi?",
        "0 if less than a year.",
        "0 ikiwa ni chini ya mwaka mmoja.",
    ),
    "previous_county": _say(
        "In which county did you live before you came to this settlement?",
        "Mliishi katika kaunti gani kabla ya kuja katika makazi haya?",
    ),
    "rooms_used": _say("How many rooms does your household use?", "Kaya yenu inatumia vyumba vingapi?"),
    "rent_month_kes": _say(
        "How much rent do you pay per month, in shillings?",
        "Mnalipa kodi ya nyumba shilingi ngapi kwa mwezi?",
    ),
    "rent_includes": _say("What does the rent include?", "Kodi hiyo inajumuisha nini?"),
    "members_total": _say(
        "How many people usually live in this household?",
        "Ni watu wangapi wanaoishi katika kaya hii kwa kawaida?",
        "Those who live and eat together, related or not, and slept here for most of the last "
        "three months or mean "
        "to stay. Children and babies too.",
        "Wanaoishi na kula pamoja, wawe jamaa au la, na waliolala hapa kwa sehemu kubwa ya "
        "miezi mitatu iliyopita au "
        "wanaokusudia kukaa. Hesabu pia watoto wote, hata wachanga.",
    ),
    "water_source": _say(
        "Where does your household mainly get its drinking water?",
        "Kaya yenu hupata maji ya kunywa hasa kutoka wapi?",
    ),
    "water_price_20l_kes": _say(
        "How much do you pay for 20 litres of water, in shillings?",
        "Mnalipa shilingi ngapi kwa lita 20 za maji?",
        "0 if the water is free.",
        "0 ikiwa maji ni ya bure.",
    ),
    "water_jerrycans_day": _say(
        "How many 20-litre jerrycans does the household use per day?",
        "Kaya yenu hutumia mitungi mingapi ya lita 20 kwa siku?",
    ),
    "water_minutes_roundtrip": _say(
        "How many minutes does it take to go, fetch water and come back?",
        "Huchukua dakika ngapi kwenda, kuteka maji na kurudi?",
        "With the time in the queue; 0 if the water is in the house.",
        "Pamoja na muda wa kusubiri foleni; 0 ikiwa maji yako ndani ya nyumba.",
    ),
    "water_days_per_week": _say(
        "On how many days of the week is there water?", "Maji hupatikana siku ngapi kwa wiki?"
    ),
    "toilet_type": _say(
        "What kind of toilet does your household mainly use?", "Kaya yenu hutumia hasa choo cha aina gani?"
    ),
    "toilet_place": _say("Where is that toilet?", "Choo hicho kiko wapi?"),
    "toilet_shared_households": _say(
        "How many households use that toilet?",
        "Choo hicho hutumiwa na kaya ngapi?",
        "Your own counts: 1 if nobody else uses it.",
        "Hesabu pia kaya yenu: 1 ikiwa hakuna wengine wanaokitumia.",
    ),
    "toilet_cost_use_kes": _say(
        "How much does one use of the toilet cost, in shillings?",
        "Mnalipa shilingi ngapi kutumia choo hicho mara moja?",
        "0 if it is free.",
        "0 ikiwa ni bure.",
    ),
    "toilet_safe_night_women": _say(
        "Can women and girls use that toilet safely at night?",
        "Je, wanawake na wasichana wanaweza kutumia choo hicho usiku kwa usalama?",
    ),
    "solid_waste": _say("How do you mainly get rid of rubbish?", "Mnatupa takataka hasa kwa njia gani?"),
    "cooking_fuel": _say("What do you mainly cook with?", "Mnapika hasa kwa kutumia nini?"),
    "lighting": _say("What do you mainly light the house with?", "Mnatumia nini hasa kuangaza nyumba?"),
    "electricity_connection": _say(
        "How is the house connected to electricity?", "Nyumba yenu imeunganishwaje na umeme (stima)?"
    ),
    "electricity_month_kes": _say(
        "How much do you pay for electricity per month, in shillings?",
        "Mnalipa shilingi ngapi za umeme kwa mwezi?",
        "0 if nothing is paid.",
        "0 ikiwa hamlipi chochote.",
    ),
    "assets": _say(
        "Which of these does your household own?",
        "Kaya yenu inamiliki vitu gani kati ya hivi?",
        "Read all of them aloud. Only what works.",
        "Soma vyote kwa sauti. Vile vinavyofanya kazi pekee.",
    ),
    "income_main_source": _say(
        "What is the main source of income of your household?",
        "Kaya yenu hupata mapato yake hasa kutoka wapi?",
    ),
    "income_band_month_kes": _say(
        "About how much does the whole household earn per month, in shillings?",
        "Kwa jumla, kaya yenu hupata takriban shilingi ngapi kwa mwezi?",
    ),
    "savings_group": _say(
        "Does anybody of the household belong to a savings group?",
        "Je, kuna mtu wa kaya yenu aliye katika kikundi cha akiba (chama)?",
    ),
    "eviction_experience_5y": _say(
        "Has the household been evicted in the last five years?",
        "Je, kaya yenu imewahi kufurushwa katika miaka mitano iliyopita?",
    ),
    "wants_to_stay": _say(
        "Do you want to stay in this settlement?", "Je, mngependa kuendelea kuishi katika makazi haya?"
    ),
    "priority_1": _say(
        "What should the community ask for first?", "Jamii inapaswa kudai nini kwanza?", "", ""
    ),
    "priority_2": _say("And second?", "Na cha pili?", "Not the same again.", "Kisiwe sawa na cha kwanza."),
    "priority_3": _say(
        "And third?", "Na cha tatu?", "Not one of the first two.", "Kisiwe kimojawapo cha viwili vya kwanza."
    ),
    "location": _say(
        "Stand at the door and take the location",
        "Simama mlangoni, kisha chukua mahali ulipo kwa GPS",
        "Wait until the accuracy is 15 metres or better.",
        "Subiri hadi usahihi uwe mita 15 au chini ya hapo.",
    ),
    "note": _say(
        "Is there anything else to note?",
        "Je, kuna jambo jingine la kuandika?",
        "No ID numbers here.",
        "Usiandike namba za vitambulisho hapa.",
    ),
}

# Questions about one person; the screen's title says who.
PERSON: dict[str, Wording] = {
    "name": _say(
        "What is the name of this person?",
        "Mtu huyu anaitwa nani?",
        "Begin with the head of the household. For a child, initials are enough.",
        "Anza na mkuu wa kaya. Kwa mtoto, herufi za kwanza za majina zinatosha.",
    ),
    "relation": _say(
        "What is this person to the head of the household?", "Mtu huyu ana uhusiano gani na mkuu wa kaya?"
    ),
    "sex": _say("Sex of this person", "Jinsia ya mtu huyu"),
    "age": _say(
        "How old is this person, in full years?",
        "Mtu huyu ana umri wa miaka mingapi kamili?",
        "0 under one year.",
        "0 ikiwa ni chini ya mwaka mmoja.",
    ),
    "marital": _say("What is the marital status of this person?", "Hali ya ndoa ya mtu huyu ni ipi?"),
    "school_status": _say(
        "Does this person go to school, or did before?", "Je, mtu huyu anaenda shule, au aliwahi kwenda?"
    ),
    "education_highest": _say(
        "What is the highest level of education reached?", "Amefikia kiwango gani cha juu zaidi cha elimu?"
    ),
    "school_location": _say("Where is the school?", "Shule iko wapi?"),
    "school_kind": _say("What kind of school is it?", "Ni shule ya aina gani?"),
    "activity": _say(
        "What did this person mainly do in the last seven days?",
        "Mtu huyu alifanya nini hasa katika siku saba zilizopita?",
    ),
    "occupation": _say("What is this person's main occupation?", "Kazi kuu ya mtu huyu ni ipi?"),
    "seeing": _say(
        "Does this person have difficulty seeing, even with glasses?",
        "Je, ana ugumu wa kuona, hata akivaa miwani?",
    ),
    "hearing": _say(
        "Does this person have difficulty hearing, even with a hearing aid?",
        "Je, ana ugumu wa kusikia, hata akitumia kifaa cha kusaidia kusikia?",
    ),
    "walking": _say(
        "Does this person have difficulty walking or climbing steps?",
        "Je, ana ugumu wa kutembea au kupanda ngazi?",
    ),
    "remembering": _say(
        "Does this person have difficulty remembering or concentrating?",
        "Je, ana ugumu wa kukumbuka au kuwa makini?",
    ),
    "self_care": _say(
        "Does this person have difficulty with self-care, such as washing all over or dressing?",
        "Je, ana ugumu wa kujihudumia, kama vile kuoga mwili mzima au kuvaa?",
    ),
    "communicating": _say(
        "In everyday language, does this person have difficulty understanding others or being understood?",
        "Katika lugha ya kila siku, je, ana ugumu wa kuwaelewa wengine au kueleweka?",
    ),
    "id_holder": _say("Does this person have an identity card?", "Je, mtu huyu ana kitambulisho?"),
}

# The door, before it is known whose it is.
CLUSTER = _say("In which village or cluster is the door?", "Mlango uko katika kijiji au kitongoji gani?")
PICKED = _say(
    "Which number is on the door?",
    "Mlango una namba gani?",
    "Type a part of the number to find it. The last line is for a door that is not on the list.",
    "Andika sehemu ya namba ili kuitafuta. Mstari wa mwisho ni wa mlango usio kwenye orodha.",
)
TYPED = _say(
    "Write the number as it is painted on the door",
    "Andika namba kama ilivyopakwa mlangoni",
    "Such as %(example)s",
    "Kwa mfano %(example)s",
)
BAD_NUMBER = _say(
    "This is no number of this settlement. Write it like %(example)s.",
    "Hii si namba ya makazi haya. Iandike kama %(example)s.",
)
HOUSEHOLD_NO = _say(
    "Which household behind this door is it?",
    "Ni kaya ya ngapi nyuma ya mlango huu?",
    "1 for the first or only household, 2 for the second, and so on.",
    "1 kwa kaya ya kwanza au ya pekee, 2 kwa ya pili, na kadhalika.",
)

# Notes that warn and do not stop.
ONE_HEAD = _say(
    "Check: exactly one person must be the head of the household; now there are ${heads}. Go "
    "back and correct it.",
    "Kagua: lazima kuwe na mkuu mmoja tu wa kaya; sasa wapo ${heads}. Rudi nyuma urekebishe.",
)
UNUSUAL = _say(
    "Check: ${%(name)s} is unusual here. If it is right, go on.",
    "Kagua: ${%(name)s} si kawaida hapa. Kama ni sahihi, endelea.",
)

# Answers that are no answer, on every question that may be left without one.
NOT_GIVEN_HINT = _say("-98 does not know, -99 declined to say", "-98 hajui, -99 amekataa kusema")
RANGE = _say("From %(least)s to %(most)s.", "Kuanzia %(least)s hadi %(most)s.")
RANGE_OR_NOT_GIVEN = _say(
    "From %(least)s to %(most)s; -98 if not known, -99 if declined.",
    "Kuanzia %(least)s hadi %(most)s; -98 ikiwa hajui, -99 ikiwa amekataa kusema.",
)
RULES: dict[str, Wording] = {
    "years_order": _say(
        "Not more years than in the whole settlement.", "Isizidi miaka mliyoishi katika makazi haya."
    ),
    "priorities_same": _say("The three priorities must differ.", "Vipaumbele vitatu lazima vitofautiane."),
    "id_number_length": _say(
        "A national ID has 7 or 8 digits.", "Kitambulisho cha taifa kina tarakimu 7 au 8."
    ),
    "head_under_15": _say(
        "The head of a household is at least 15 years old.", "Mkuu wa kaya ana angalau miaka 15."
    ),
    "pattern_phone": _say("Such as 0712345678 or +254712345678.", "Kwa mfano 0712345678 au +254712345678."),
    "pattern_head_name": _say("3 to 60 letters; no digits.", "Herufi 3 hadi 60; bila tarakimu."),
    "none_alone": _say("“None” goes with nothing else.", "“Hakuna” halichaguliwi pamoja na jibu jingine."),
}
