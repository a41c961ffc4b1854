"""A few lines of our own in every language of the programme: what a person may publish here must set well.

Each sample is a manuscript in Markdown with a chapter, a note, numbers, quotation, a list and a table. The lines in Tày,
Nùng, Mông and Cham are plain phrases of daily life; those in Cham and Tai Viet letters show the script rather than style.
"""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """Title, chapter, sentences (the second is long), points of a list, head and row of a table, a note."""

    title: str
    chapter: str
    sentences: tuple[str, str]
    points: tuple[str, str]
    table: tuple[str, str]
    note: str


SAMPLES: dict[str, Sample] = {
    "vi": Sample("Sách về quyền của mọi người", "Chương 1. Mở đầu", (
        "Mọi người sinh ra đều tự do và bình đẳng.", "Trong làng tôi, ai cũng được học chữ, được nói điều mình nghĩ và "
        "được nghe người khác nói; năm 2022 có 1.250 người đến lớp."), ("Trẻ em đi học", "Người già được chăm sóc"),
        ("Năm", "Số người"), "Ghi chép của tổ dân phố."),
    "en": Sample("A book of everyone’s rights", "Chapter 1. Beginning", (
        "All people are born free and equal.", "In my village everybody may learn to read, may say what they think and "
        "may hear what others say; in 2022 there were 1,250 pupils."), ("Children go to school", "The old are cared for"),
        ("Year", "People"), "From the village’s own records."),
    "fr": Sample("Le livre des droits de chacun", "Chapitre 1. Au commencement", (
        "Tous les êtres humains naissent libres et égaux : est-ce vrai ?", "Dans mon village, chacun peut apprendre à "
        "lire, dire ce qu’il pense et « écouter » les autres ; en 2022, il y avait 1 250 élèves."),
        ("Les enfants vont à l’école", "Les aînés sont soignés"), ("Année", "Personnes"), "D’après les registres du village."),
    "es": Sample("El libro de los derechos de todos", "Capítulo 1. Comienzo", (
        "Todas las personas nacen libres e iguales.", "En mi pueblo cada cual puede aprender a leer, decir lo que piensa "
        "y escuchar a los demás; en 2022 hubo 1.250 alumnos. ¿Y mañana? ¡Más!"), ("Los niños van a la escuela",
        "Se cuida a los mayores"), ("Año", "Personas"), "Según los registros del pueblo."),
    "de": Sample("Das Buch von den Rechten aller", "Kapitel 1. Anfang", (
        "Alle Menschen sind frei und gleich geboren.", "In meinem Dorf darf jeder lesen lernen, sagen, was er denkt, und "
        "hören, was andere sagen; 2022 besuchten 1.250 Menschen die Erwachsenenbildungseinrichtungen, z. B. abends."),
        ("Kinder gehen zur Schule", "Für Ältere wird gesorgt"), ("Jahr", "Menschen"), "Aus den Büchern des Dorfes."),
    "ru": Sample("Книга о правах каждого", "Глава 1. Начало", (
        "Все люди рождаются свободными и равными.", "В моей деревне каждый может учиться читать, говорить, что думает, и "
        "слышать, что говорят другие; в 2022 г. учеников было 1250 — это «рекорд»."), ("Дети ходят в школу",
        "О стариках заботятся"), ("Год", "Людей"), "Из записей деревни."),
    "uk": Sample("Книга про права кожного", "Розділ 1. Початок", (
        "Усі люди народжуються вільними й рівними.", "У моєму селі кожен може вчитися читати, говорити, що думає, і "
        "чути, що кажуть інші; 2022 р. учнів було 1250, і їхній ґанок був «повний»."), ("Діти ходять до школи",
        "Про літніх дбають"), ("Рік", "Людей"), "Із записів села."),
    "zh-Hans": Sample("人人的权利之书", "第一章　开始", (
        "人人生而自由，一律平等。", "在我的村子里，每个人都可以学习读书，说出自己的想法，也听别人说话；二〇二二年，“夜校”里有1250名学生。"),
        ("孩子们上学", "老人得到照顾"), ("年份", "人数"), "出自村里的记录。"),
    "zh-Hant": Sample("人人的權利之書", "第一章　開始", (
        "人人生而自由，一律平等。", "在我的村子裡，每個人都可以學習讀書，說出自己的想法，也聽別人說話；二〇二二年，「夜校」裡有1250名學生。"),
        ("孩子們上學", "老人得到照顧"), ("年份", "人數"), "出自村裡的記錄。"),
    "ja": Sample("みんなの権利の本", "第一章　はじめに", (
        "人はみな自由で平等に生まれる。", "わたしの村では、だれもが字を学び、思うことを話し、ほかの人の話を聞くことができる。二〇二二年には「夜の学校」に1250人が通った。"),
        ("子どもは学校へ行く", "お年寄りは大切にされる"), ("年", "人数"), "村の記録による。"),
    "ko": Sample("모두의 권리에 관한 책", "제1장 시작", (
        "모든 사람은 자유롭고 평등하게 태어난다.", "우리 마을에서는 누구나 글을 배우고 생각하는 바를 말하며 다른 사람의 이야기를 들을 수 있다. "
        "2022년에는 ‘야학’에 1,250명이 다녔다."), ("아이들은 학교에 간다", "어르신은 보살핌을 받는다"), ("해", "사람 수"), "마을 기록에서."),
    "th": Sample("หนังสือว่าด้วยสิทธิของทุกคน", "บทที่ 1 เริ่มต้น", (
        "คนทุกคนเกิดมาเป็นอิสระและเท่าเทียมกัน", "ในหมู่บ้านของฉันทุกคนเรียนอ่านหนังสือได้พูดสิ่งที่ตนคิดได้และรับฟังผู้อื่นได้"
        "ในปี 2022 มีนักเรียน 1,250 คนมาเรียนที่โรงเรียนภาคค่ำของหมู่บ้าน"), ("เด็กไปโรงเรียน", "คนชราได้รับการดูแล"),
        ("ปี", "จำนวนคน"), "จากบันทึกของหมู่บ้าน"),
    "lo": Sample("ປຶ້ມວ່າດ້ວຍສິດຂອງທຸກຄົນ", "ບົດທີ 1 ເລີ່ມຕົ້ນ", (
        "ທຸກຄົນເກີດມາມີອິດສະຫຼະ ແລະ ສະເໝີພາບ.", "ໃນບ້ານຂອງຂ້ອຍທຸກຄົນຮຽນອ່ານໜັງສືໄດ້ເວົ້າສິ່ງທີ່ຕົນຄິດໄດ້ແລະຟັງຄົນອື່ນເວົ້າໄດ້"
        "ໃນປີ 2022 ມີນັກຮຽນ 1.250 ຄົນມາຮຽນຢູ່ໂຮງຮຽນພາກຄ່ຳຂອງບ້ານ."), ("ເດັກນ້ອຍໄປໂຮງຮຽນ", "ຜູ້ເຖົ້າໄດ້ຮັບການດູແລ"),
        ("ປີ", "ຈຳນວນຄົນ"), "ຈາກບັນທຶກຂອງບ້ານ."),
    "km": Sample("សៀវភៅអំពីសិទ្ធិរបស់មនុស្សគ្រប់គ្នា", "ជំពូកទី១ ការចាប់ផ្តើម", (
        "មនុស្សគ្រប់រូបកើតមកមានសេរីភាពនិងសមភាព។", "នៅក្នុងភូមិរបស់ខ្ញុំមនុស្សគ្រប់រូបអាចរៀនអានអាចនិយាយអ្វីដែលខ្លួនគិតនិងអាចស្តាប់អ្នកដទៃនិយាយ"
        "នៅឆ្នាំ ២០២២ មានសិស្ស ១.២៥០ នាក់មករៀននៅសាលាពេលយប់របស់ភូមិ។"), ("ក្មេងៗទៅសាលារៀន", "មនុស្សចាស់បានទទួលការថែទាំ"),
        ("ឆ្នាំ", "ចំនួនមនុស្ស"), "តាមកំណត់ត្រារបស់ភូមិ។"),
    "my": Sample("လူတိုင်း၏အခွင့်အရေးစာအုပ်", "အခန်း ၁ အစ", (
        "လူတိုင်းသည် လွတ်လပ်စွာ တန်းတူညီမျှစွာ မွေးဖွားလာကြသည်။", "ကျွန်တော်တို့ရွာတွင်လူတိုင်းစာဖတ်သင်နိုင်သည်မိမိထင်မြင်ချက်ကိုပြောနိုင်သည်"
        "သူတစ်ပါးပြောသည်ကိုနားထောင်နိုင်သည်။ ၂၀၂၂ ခုနှစ်တွင် ကျောင်းသား ၁၂၅၀ ရှိသည်။"), ("ကလေးများ ကျောင်းတက်ကြသည်",
        "သက်ကြီးရွယ်အိုများကို စောင့်ရှောက်သည်"), ("ခုနှစ်", "လူဦးရေ"), "ရွာမှတ်တမ်းမှ။"),
    "ar": Sample("كتاب حقوق الجميع", "الفصل 1. البداية", (
        "يولد جميع الناس أحرارًا متساوين.", "في قريتي يستطيع كل إنسان أن يتعلم القراءة، وأن يقول ما يفكر فيه، وأن يسمع ما "
        "يقوله الآخرون؛ وفي عام 2022 بلغ عدد التلاميذ 1250، وكتبوا على لوحهم EPUB."), ("الأطفال يذهبون إلى المدرسة",
        "يُعتنى بكبار السن"), ("السنة", "عدد الناس"), "من سجلات القرية."),
    "fa": Sample("کتاب حقوق همگان", "فصل ۱. آغاز", (
        "همهٔ مردم آزاد و برابر زاده می‌شوند.", "در روستای من هر کسی می‌تواند خواندن بیاموزد، آنچه می‌اندیشد بگوید و سخن "
        "دیگران را بشنود؛ در سال ۲۰۲۲ شمار شاگردان ۱۲۵۰ بود و گفتند «این آغاز است»."), ("کودکان به مدرسه می‌روند",
        "از سالمندان نگهداری می‌شود"), ("سال", "شمار مردم"), "از دفترهای روستا."),
    "hi": Sample("सबके अधिकारों की पुस्तक", "अध्याय 1. आरंभ", (
        "सभी मनुष्य स्वतंत्र और समान जन्म लेते हैं।", "मेरे गाँव में हर व्यक्ति पढ़ना सीख सकता है, अपने विचार कह सकता है और दूसरों की बात "
        "सुन सकता है; सन् 2022 में 1,250 विद्यार्थी थे।"), ("बच्चे विद्यालय जाते हैं", "वृद्धों की देखभाल होती है"), ("वर्ष", "लोग"),
        "गाँव के अभिलेखों से।"),
    "tyz": Sample("Slư cạ quyền cúa cần tày", "Chương 1. Toẹn tầu", (
        "Cần hâư oóc mà tó mì quyền pưn căn.", "Dú bản khỏi, cần hâư tó đảy slon slư, đảy phuối lồm lẻ đảy tỉnh cần đai "
        "phuối; pi 2022 mì 1.250 cần mà slon."), ("Đếch eng pây slon", "Cần ké đảy chướng"), ("Pi", "Cần"), "Bản chép."),
    "nut": Sample("Slư ca̱ quyền cúng hỡi cần", "Chương 1. Tồn tàu", (
        "Cần hơ óc ma tó mi quyền pưn căn.", "Ju bản hau, cần hơ tó đảy slon slư, đảy phuối lẻ đảy thính cần đâư phuối; "
        "pi 2022 mi 1.250 cần ma slon."), ("Lục đếc pay slon", "Cần ké đảy liệng"), ("Pi", "Cần"), "Bản chep."),
    "hmv": Sample("Ntơưr Hmôngz: phau ntawv hais txog txoj cai", "Tshooj 1. Pib", (
        "Txhua tus neeg yug los muaj kev ywj pheej.", "Hauv peb lub zos, txhua tus kawm tau ntawv, hais tau lub siab xav "
        "thiab mloog tau lwm tus hais; xyoo 2022 muaj 1.250 tus tuaj kawm."), ("Menyuam mus kawm ntawv",
        "Cov laus muaj neeg tu"), ("Xyoo", "Neeg"), "Los ntawm lub zos."),
    "rad": Sample("Hdruôm hră kơ klei dưi", "Čô̆ 1. Phŭn", (
        "Jih mnuih kkiêng kơ dlông ênŭm êngiê leh anăn mdơ̆ mđơr.", "Hlăm buôn kâo, jih mnuih dưi hriăm čih hră, dưi blŭ "
        "klei ñu mĭn leh anăn dưi mưč̆ klei pô mkăn blŭ; thŭn 2022 mâo 1.250 čô."), ("Hđeh nao sang hră", "Mduôn mâo klei "
        "răng kriê"), ("Thŭn", "Mnuih"), "Mơ̆ng buôn."),
    "cjm-Cham": Sample("ꨆꨕꨳꨣ ꨀꨇꨪꩆ", "ꨌꨩꨢꨪ ꩑", (
        "ꨂꨣꩃ ꨚꨪꨯꨮꩊ ꨨꨕꨪꨚ ꨚꨈꩌ.", "ꨕꨤꩌ ꨚꨤꨬ ꨀꨨꨪꩀ ꨂꨣꩃ ꨢꩇ ꨝꩀ ꨀꨇꨣ ꨗꨯꨱꩌ ꨚꨗꨶꨮꩄ ꨚꨯꨱꩀ ꨚꨗꨶꨮꩄ ꨕꨤꩌ ꨔꨭꩆ 2022."),
        ("ꨀꨗꨪꩀ ꨝꩀ ꨀꨇꨣ", "ꨂꨣꩃ ꨓꨨ"), ("ꨔꨭꩆ", "ꨂꨣꩃ"), "ꨚꨤꨬ."),
    "blt-Tavt": Sample("ꪎꪳ ꪀꪫꪱꪣ ꪁꪴꪙ", "ꪘꪫꪒ 1", (
        "ꪁꪴꪙ ꪁꪴ ꪹꪀꪒ ꪣꪱ ꪼꪒ ꪵꪀꪣ ꪀꪽ.", "ꪻꪙ ꪚꪱ꪿ꪙ ꪁꪴ ꪶꪔꪉ ꪁꪴꪙ ꪼꪒ ꪶꪭꪙ ꪎꪳ ꪼꪒ ꪜꪱꪀ ꪁꪫꪱꪣ ꪀꪺ ꪼꪒ ꪒꪲ ꪜꪲ 2022 ꪢꪲ 1.250 ꪁꪴꪙ."),
        ("ꪩꪴꪀ ꪶꪭꪙ ꪎꪳ", "ꪁꪴꪙ ꪹꪖ꪿ꪱ"), ("ꪜꪲ", "ꪁꪴꪙ"), "ꪚꪱ꪿ꪙ."),
}  # fmt: skip


def manuscript(language: str) -> str:
    """A manuscript in Markdown, four pages or so long."""
    s = SAMPLES[language]
    body = ("" if language.startswith(("zh", "ja")) else " ").join([s.sentences[1]] * 6)
    chapter = "\n\n".join(
        [
            f"# {s.chapter}",
            f"{s.sentences[0]}[^1] **{s.sentences[0]}** *{s.sentences[0]}*",
            body,
            f"## {s.points[0]}",
            body,
            "\n".join(f"{n}. {point}" for n, point in enumerate(s.points, 1)),
            f"> {s.sentences[0]}",
            f"| {s.table[0]} | {s.table[1]} |\n|---|---|\n| 2021 | 980 |\n| 2022 | {s.points[1]} |",
            f"[^1]: {s.note} {s.sentences[0]}",
        ]
    )
    return chapter + "\n\n" + f"# {s.points[1]}\n\n{body}\n\n{body}\n"
