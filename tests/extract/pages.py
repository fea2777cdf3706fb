"""Pages of the project's own: an article in each language, with the furniture that sites put round it."""

from __future__ import annotations

from dataclasses import dataclass

FURNITURE = """
<header class="site-header"><nav class="menu"><ul><li><a href="/a">{menu}</a></li><li><a href="/b">News</a></li>
<li><a href="/c">Sport</a></li><li><a href="/d">Video</a></li></ul></nav></header>"""
TAIL = """
<aside class="related"><h3>Related</h3><ul><li><a href="/1">{menu} 1</a></li><li><a href="/2">{menu} 2</a></li>
<li><a href="/3">{menu} 3</a></li></ul></aside>
<footer class="footer"><p>© 2026 Example. All rights reserved.</p><a href="/privacy">Privacy</a></footer>"""


@dataclass(frozen=True)
class Sample:
    language: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    date: str  # as the page writes it; every one is 7 May 2024
    menu: str


SAMPLES = (
    Sample("fr", "La passerelle rouvre après deux ans de travaux", (
        "La passerelle qui relie les deux rives a rouvert mardi matin, « avec trois mois d’avance », selon la mairie, qui avait promis un chantier exemplaire.",
        "Les riverains, d’abord méfiants, ont applaudi les ouvriers ; certains avaient apporté du café, d’autres une fanfare, et la pluie n’a découragé personne.",
        "Le coût, de 4,2 millions d’euros, a été partagé entre la ville et la région, qui publieront les comptes complets avant la fin de l’année.",
    ), "Solène Marchebreuil", "7 mai 2024", "Rubrique"),
    Sample("de", "Die alte Mühle mahlt wieder", (
        "Nach vierzig Jahren Stillstand dreht sich das Wasserrad am Bach wieder, und am Wochenende standen die Menschen bis auf die Straße, um frisches Mehl zu kaufen.",
        "Der Verein hatte das Gebäude für einen Euro erworben, das Dach gedeckt, die Zahnräder geölt und jedes Brett der Rinne von Hand ersetzt.",
        "Gemahlen wird künftig jeden Samstag, sofern der Bach genug Wasser führt; im August, sagt der Müller, werde man wohl pausieren müssen.",
    ), "Henrike Osterlamp", "7. Mai 2024", "Rubrik"),
    Sample("es", "El faro tendrá otra vez quien lo cuide", (
        "El faro del cabo, automático desde hace treinta años, volverá a tener una persona que viva en él, limpie la linterna y reciba a los visitantes.",
        "La autoridad portuaria recibió más de dos mil solicitudes, algunas escritas a mano, y eligió a una maestra jubilada que conoce cada piedra del camino.",
        "Se mudará en junio, con su perro y sus libros, y promete anotar cada noche el estado del mar en un cuaderno abierto a todos.",
    ), "Amparo Villaseca", "7 de mayo de 2024", "Sección"),
    Sample("it", "La biblioteca del borgo non chiude mai", (
        "Da lunedì la piccola biblioteca del borgo resta aperta giorno e notte: basta una tessera, e la porta di legno si apre anche alle tre del mattino.",
        "L’idea è venuta ai pescatori, che rientrano quando tutti dormono e volevano un posto caldo dove leggere il giornale prima di andare a casa.",
        "Il comune ha accettato a una condizione, cioè che ogni lettore rimetta i libri a posto; finora, dice la bibliotecaria, non ne manca nessuno.",
    ), "Ottavia Brentari", "7 maggio 2024", "Sezione"),
    Sample("pt", "O comboio da serra volta a apitar", (
        "O pequeno comboio da serra voltou a subir a encosta, carregado de estudantes, de turistas e de gente que só queria ouvir outra vez o apito na curva.",
        "A linha estava parada desde as cheias, e foram os antigos ferroviários que repararam os carris, uma travessa de cada vez, durante nove meses.",
        "A viagem demora quarenta minutos e custa três euros; ao domingo, quem levar uma merenda para partilhar não paga bilhete.",
    ), "Leonor Saldanha", "7 de maio de 2024", "Secção"),
    Sample("pl", "Stary tramwaj wraca na ulice", (
        "Po dwudziestu latach w zajezdni stary tramwaj znów wyjechał na ulice, a mieszkańcy machali do niego z okien, jakby wracał dawny sąsiad.",
        "Odnowili go uczniowie technikum, którzy szukali części w całej Europie, a brakujące śruby wytoczyli sami w szkolnym warsztacie.",
        "Tramwaj będzie kursował w niedziele, wolno i głośno, a bilet kosztuje tyle, ile kosztował w roku, w którym go zbudowano.",
    ), "Bogna Wieczorek", "7 maja 2024", "Dział"),
    Sample("ru", "В деревне снова открыли школу", (
        "В деревне за рекой снова открыли школу: двадцать три ученика пришли на первый урок, а самый младший принёс с собой котёнка в корзине.",
        "Здание пустовало пятнадцать лет, но жители собрали деньги, починили печь, покрасили окна и нашли учительницу, которая согласилась переехать.",
        "Осенью обещают провести интернет, а пока уроки идут по старым книгам, которые, как оказалось, бережно хранили в каждом доме.",
    ), "Таисия Верхолётова", "7 мая 2024", "Раздел"),
    Sample("el", "Το παλιό καφενείο άνοιξε ξανά", (
        "Το παλιό καφενείο της πλατείας άνοιξε ξανά, με τις ίδιες καρέκλες, τον ίδιο καθρέφτη και έναν καφέ που, όπως λένε όλοι, μυρίζει όπως τότε.",
        "Δύο αδελφές γύρισαν από την πόλη, έμαθαν τη δουλειά από τον θείο τους και έβαψαν τους τοίχους στο χρώμα της θάλασσας.",
        "Τα βράδια θα παίζει μουσική όποιος θέλει, αρκεί να ξέρει ένα τραγούδι του νησιού, και οι πόρτες δεν θα κλείνουν πριν φύγει ο τελευταίος.",
    ), "Δανάη Κορφιάτη", "7 Μαΐου 2024", "Ενότητα"),
    Sample("ar", "الحديقة القديمة تفتح أبوابها من جديد", (
        "فتحت الحديقة القديمة أبوابها صباح الثلاثاء بعد سنوات من الإغلاق، وجاء الناس من كل الأحياء ليجلسوا تحت الأشجار التي زرعها أجدادهم.",
        "قال البستاني إن العمل استغرق ثلاث سنوات، وإن أصعب ما فيه كان إصلاح القنوات الحجرية التي كانت تحمل الماء من النهر إلى كل شجرة.",
        "ستبقى الحديقة مفتوحة كل يوم حتى غروب الشمس، والدخول مجاني للأطفال ولكل من يشارك في ريّ الأزهار يوم الجمعة.",
    ), "سلمى الدروبي", "7 مايو 2024", "قسم"),
    Sample("he", "הגשר הישן נפתח שוב להולכי רגל", (
        "הגשר הישן מעל הנחל נפתח שוב להולכי רגל, לאחר שמתנדבים מהשכונה החליפו את כל הקורות וצבעו את המעקה בצבע כחול.",
        "העבודה נמשכה שנה שלמה, אמרה ראש הוועד, ובכל יום שישי הגיעו עוד אנשים עם כלים, סירים של אוכל ומצב רוח טוב.",
        "מעכשיו אפשר לעבור בגשר בכל שעה, אבל האופניים יחכו בצד, כי הקרשים החדשים עדיין לומדים לשאת את כולנו.",
    ), "נעמה ברקוביץ", "7 במאי 2024", "מדור"),
    Sample("zh", "山村的小火车站重新开放", (
        "停运十二年的山村小火车站上周重新开放，第一班列车到站时，站台上站满了老人和孩子，有人举着当年的旧车票，笑着说它终于又有用了。",
        "修复工作由村民自己完成，他们换掉了腐烂的枕木，擦亮了铜钟，还在候车室里放了一排书架，让等车的人可以随便看书。",
        "列车每天早晚各一班，票价只要两元；站长说，如果下雪，火车会慢一点，但一定会来，请大家不要着急。",
    ), "林晓棠", "2024年5月7日", "栏目"),
    Sample("ja", "港町の時計台がまた動き出した", (
        "十年のあいだ止まっていた港町の時計台が、火曜日の朝にまた動き出し、鐘の音を聞いた人たちは店の外に出て、しばらく空を見上げていた。",
        "修理をしたのは町の高校生たちで、足りない歯車は図面から作り直し、油は祖父たちが使っていたものと同じ種類を探して取り寄せたという。",
        "時計は一日に二分ほど遅れるが、町の人はそれでよいと言い、毎週日曜日に交代でねじを巻くことを約束した。",
    ), "早瀬ことり", "2024年5月7日", "欄"),
    Sample("ko", "섬마을 우체국이 다시 문을 열었다", (
        "오랫동안 닫혀 있던 섬마을 우체국이 화요일 아침 다시 문을 열었고, 주민들은 저마다 손으로 쓴 편지를 들고 줄을 서서 첫 도장을 기다렸다.",
        "새 우체국장은 도시에서 돌아온 젊은이로, 배가 뜨지 못하는 날에는 자전거를 타고 마을을 돌며 소식을 전하겠다고 약속했다.",
        "창구 옆에는 작은 난로와 의자가 놓여 있어서, 누구든지 들어와 몸을 녹이고 이야기를 나눌 수 있다고 한다.",
    ), "윤가람", "2024년 5월 7일", "섹션"),
    Sample("hi", "गाँव का पुराना कुआँ फिर से भर गया", (
        "बीस साल बाद गाँव का पुराना कुआँ फिर से पानी से भर गया है, और सुबह होते ही बच्चे, औरतें और बुज़ुर्ग उसे देखने के लिए इकट्ठा हो गए।",
        "लोगों ने मिलकर पहाड़ी पर छोटे बाँध बनाए थे, ताकि बारिश का पानी बह न जाए, और तीन साल की मेहनत के बाद ज़मीन ने जवाब दिया।",
        "पंचायत ने तय किया है कि पानी सबका होगा, और हर रविवार कोई एक परिवार कुएँ की सफ़ाई करेगा और पेड़ों को सींचेगा।",
    ), "मीनाक्षी रावल", "7 मई 2024", "खंड"),
    Sample("th", "ตลาดริมน้ำกลับมาเปิดอีกครั้ง", (
        "ตลาดริมน้ำที่ปิดไปนานหลายปีกลับมาเปิดอีกครั้งเมื่อเช้าวันอังคาร ชาวบ้านพายเรือมาขายผลไม้และขนม ท่ามกลางเสียงหัวเราะของเด็ก ๆ บนท่าน้ำ",
        "ทุกคนช่วยกันซ่อมสะพานไม้ ทาสีเรือ และปลูกต้นไม้ริมคลอง โดยใช้เวลาว่างหลังเลิกงานเกือบสองปีเต็ม กว่าจะเสร็จสมบูรณ์อย่างที่เห็น",
        "ตลาดจะเปิดทุกวันเสาร์และวันอาทิตย์ ตั้งแต่เช้าจนถึงบ่าย และใครที่นำถุงผ้ามาเองจะได้ส่วนลดเล็กน้อยจากทุกร้าน",
    ), "พิมพ์ชนก วารีรัตน์", "7 พฤษภาคม 2567", "หมวด"),
)  # fmt: skip


def article_page(sample: Sample) -> str:
    """The sample as a page: menu, headline, byline, text, related links, footer."""
    body = "".join(f"<p>{p}</p>" for p in sample.paragraphs)
    return (
        f'<!doctype html><html lang="{sample.language}"><head><meta charset="utf-8"><title>{sample.title} | Example</title>'
        f'<meta property="og:site_name" content="Example"></head><body>{FURNITURE.format(menu=sample.menu)}'
        f'<main><article class="post"><h1>{sample.title}</h1><p class="meta"><span class="author">{sample.author}</span> '
        f'<span class="date">{sample.date}</span></p><div class="entry-content">{body}</div></article></main>'
        f"{TAIL.format(menu=sample.menu)}</body></html>"
    )
