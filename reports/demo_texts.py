"""Words of the demo's reports: invented like its people, and the reports say so."""

from reports.documents.language import Words

SAID = Words(
    "**Demonstration:** the people, the figures and this text are invented.",
    "**Onyesho:** watu, takwimu na maandishi haya ni ya kubuni.",
)
OVERVIEW = Words(
    "{population} people in {households} households counted themselves. {tenants_percent} rent their "
    "homes. They ask the county to plan with them.",
    "Watu {population} katika kaya {households} wamejihesabu wenyewe. {tenants_percent} ni wapangaji. "
    "Wanaiomba kaunti kupanga pamoja nao.",
)
# By settlement and section.
TEXTS: dict[str, dict[str, Words]] = {
    "MSH": {
        "history": Words(
            "People first built here at the end of the 1970s, beside the quarries that had brought them "
            "work. The name remembers the pits they lived around.\n\n## Evictions and what was won\n- "
            "1990: forty homes were cleared without notice; most families came back within the year.\n- "
            "2008: the residents were counted for water for the first time, and the utility opened the "
            "first kiosks.\n- 2017: owners and tenants agreed to number every structure together.",
            "Watu walianza kujenga hapa mwishoni mwa miaka ya 1970, kando ya machimbo yaliyowapa kazi. "
            "Jina linakumbusha mashimo hayo.\n\n## Kufurushwa na mafanikio\n- 1990: nyumba arobaini "
            "zilibomolewa bila notisi; familia nyingi zilirudi mwaka huo huo.\n- 2008: wakazi walihesabiwa "
            "mara ya kwanza kwa ajili ya maji, na vioski vya kwanza vikafunguliwa.\n- 2017: wenye majengo "
            "na wapangaji walikubaliana kutia kila jengo namba.",
        ),
        "land": Words(
            "The land is claimed by the military and disputed. Owners of structures and tenants agreed "
            "that the register is one list: whoever was counted stays on it, whatever the paper of the "
            "structure says. {years_12_percent} of the households have lived here for twelve years or "
            "more.",
            "Ardhi inadaiwa na jeshi na ina mgogoro. Wenye majengo na wapangaji walikubaliana kwamba "
            "rejista ni moja: aliyehesabiwa hubaki ndani yake, haidhuru hati ya jengo inasema nini. "
            "{years_12_percent} ya kaya zimeishi hapa miaka kumi na miwili au zaidi.",
        ),
        "water": Words(
            "Kiosks run four days in seven. On the other days people buy from vendors at twice the price "
            "or more.",
            "Vioski huwa na maji siku nne kwa wiki. Siku nyingine watu hununua kwa wachuuzi kwa bei "
            "maradufu.",
        ),
        "sanitation": Words(
            "After dark the shared toilets are far and unlit. The blocks that stand idle wait for a sewer "
            "line of less than a hundred metres.",
            "Usiku vyoo vya pamoja viko mbali na bila taa. Vyoo visivyotumika vinasubiri bomba la maji "
            "taka la chini ya mita mia moja.",
        ),
        "planning": Words(
            "1. Nobody who was counted is moved away.\n2. Lanes that exist are kept; a lane is widened "
            "only where its neighbours agree.\n3. Toilets and taps come before new buildings.\n4. The "
            "quarry face stays free of homes, and those who live there are rehoused inside the settlement.",
            "1. Aliyehesabiwa haondolewi.\n2. Njia zilizopo zinabaki; njia hupanuliwa tu majirani "
            "wakikubali.\n3. Vyoo na mifereji vitangulie majengo mapya.\n4. Ukingo wa machimbo ubaki bila "
            "nyumba, na wanaoishi hapo wapewe makazi ndani ya mtaa huu.",
        ),
    },
    "KBM": {
        "history": Words(
            "A small place beside a parking ground, built from 1975 on. Its people saved together and "
            "built the first houses of their own plan.",
            "Mahali padogo kando ya uwanja wa magari, palianza kujengwa mwaka 1975. Watu wake waliweka "
            "akiba pamoja na kujenga nyumba za kwanza za mpango wao.",
        ),
        "land": Words(
            "The county owns the land and declared a special planning area.",
            "Ardhi ni ya kaunti, ambayo ilitangaza eneo maalum la mipango.",
        ),
        "planning": Words(
            "1. Every household keeps its footprint.\n2. Lanes stay open for the fire engine.",
            "1. Kila kaya inabaki na eneo lake.\n2. Njia zibaki wazi kwa gari la zimamoto.",
        ),
    },
    "OBG": {
        "history": Words(
            "Families settled on the freehold of earlier owners from 1962 on, along the railway and the "
            "river.",
            "Familia zilihamia kwenye ardhi ya wamiliki wa awali kuanzia 1962, kando ya reli na mto.",
        ),
        "land": Words(
            "Most of the land is private freehold; the strip along the railway is reserved.",
            "Ardhi nyingi ni miliki ya watu binafsi; ukanda wa reli umehifadhiwa.",
        ),
        "planning": Words(
            "1. The proposed link road follows the existing lane.\n2. The river strip is planted, not "
            "cleared.",
            "1. Barabara inayopendekezwa ifuate njia iliyopo.\n2. Ukingo wa mto upandwe miti, si kubomolewa.",
        ),
    },
    "KMT": {
        "history": Words(
            "People came to the river bank in 1974. In July 2018 the county cleared forty-two structures "
            "without notice; the others stayed.",
            "Watu walifika kando ya mto mwaka 1974. Julai 2018 kaunti ilibomoa majengo arobaini na mawili "
            "bila notisi; mengine yalibaki.",
        ),
        "land": Words(
            "The land is the national government's, with a riparian reserve. Talks about tenure go on.",
            "Ardhi ni ya serikali ya kitaifa, na sehemu ni hifadhi ya mto. Mazungumzo ya umiliki "
            "yanaendelea.",
        ),
        "planning": Words(
            "1. The riparian line is drawn together with the residents.\n2. Whoever must move, moves "
            "inside the settlement.",
            "1. Mpaka wa mto uchorwe pamoja na wakazi.\n2. Anayelazimika kuhama, ahamie ndani ya mtaa.",
        ),
    },
}
