"""The months as people write them: data for `dates.py`. A name of several words has `_` between them."""

from __future__ import annotations

# Ordered as the calendar; per month: Western and Northern Europe, Slavic, Greek, Turkish, Hungarian, Finnish,
# Indonesian, Arabic (Egypt, Levant, Maghreb), Persian forms of the Gregorian months, Hebrew, Hindi, Bengali, Thai.
# fmt: off
MONTHS = {
    1: "jan january januar januari janvier janv enero ene gennaio gen janeiro gener ianuarie ian jaanuar januára január janar styczeń stycznia sty январь января янв січень січня siječanj siječnja leden ledna ιανουάριος ιανουαρίου ιαν ocak januar tammikuu tammikuuta يناير كانون_الثاني جانفي ژانویه ינואר जनवरी জানুয়ারি มกราคม ม.ค",
    2: "feb february februar februari février fevrier fév févr fev febrero febbraio fevereiro febrer februarie februára luty lutego lut февраль февраля фев февр лютий лютого veljača veljače únor února φεβρουάριος φεβρουαρίου φεβ şubat február helmikuu helmikuuta pebruari فبراير شباط فيفري فوریه פברואר फरवरी फ़रवरी ফেব্রুয়ারি กุมภาพันธ์ ก.พ",
    3: "mar march märz maerz mrz maart mars marts marzo março marco març martie marca marzec март марта мар березень березня ožujak ožujka březen března μάρτιος μαρτίου μαρ μάρ mart március maaliskuu maaliskuuta maret مارس آذار מרץ मार्च মার্চ มีนาคม มี.ค",
    4: "apr april avril avr abril abr aprile aprilie apríla kwiecień kwietnia kwi апрель апреля апр квітень квітня travanj travnja duben dubna απρίλιος απριλίου απρ nisan április huhtikuu huhtikuuta أبريل ابريل إبريل نيسان أفريل آوریل אפריל अप्रैल এপ্রিল เมษายน เม.ย",
    5: "may mai mei maj maja mayo maggio mag maio maig máj mája май мая травень травня svibanj svibnja květen května μάιος μαΐου μαίου μαϊ μάι mayıs május toukokuu toukokuuta مايو أيار ماي مه מאי मई মে พฤษภาคม พ.ค",
    6: "jun june juni juin junio giugno giu junho juny iunie iun júna czerwiec czerwca cze июнь июня июн червень червня lipanj lipnja červen června ιούνιος ιουνίου ιουν ιούν haziran június kesäkuu kesäkuuta يونيو يونيه حزيران جوان ژوئن יוני जून জুন มิถุนายน มิ.ย",
    7: "jul july juli juillet juil julio luglio lug julho juliol iulie iul júla lipiec lipca lip июль июля июл липень липня srpanj srpnja červenec července ιούλιος ιουλίου ιουλ ιούλ temmuz július heinäkuu heinäkuuta يوليو يوليه تموز جويلية يوليوز ژوئیه יולי जुलाई জুলাই กรกฎาคม ก.ค",
    8: "aug august augustus augusti août aout agosto ago agost augusta sierpień sierpnia sie август августа авг серпень серпня kolovoz kolovoza srpen srpna αύγουστος αυγούστου αυγ αύγ ağustos augusztus elokuu elokuuta agustus أغسطس اغسطس آب أوت غشت اوت אוגוסט अगस्त আগস্ট สิงหาคม ส.ค",
    9: "sep sept september septembre septiembre setiembre settembre set setembro setembre septembrie septembra wrzesień września wrz сентябрь сентября сен сент вересень вересня rujan rujna září σεπτέμβριος σεπτεμβρίου σεπ σεπτ eylül szeptember syyskuu syyskuuta سبتمبر أيلول شتنبر سپتامبر ספטמבר सितंबर सितम्बर সেপ্টেম্বর กันยายน ก.ย",
    10: "oct october oktober okt octobre octubre ottobre ott outubro out octubre octombrie októbra październik października paź октябрь октября окт жовтень жовтня říjen října οκτώβριος οκτωβρίου οκτ ekim október lokakuu lokakuuta أكتوبر اكتوبر تشرين_الأول أكتوبر اکتبر אוקטובר अक्टूबर अक्तूबर অক্টোবর ตุลาคม ต.ค",
    11: "nov november novembre noviembre novembro noiembrie noi novembra listopad listopada lis ноябрь ноября ноя нояб листопад листопада studeni studenog listopadu νοέμβριος νοεμβρίου νοε νοέ kasım marraskuu marraskuuta nopember نوفمبر تشرين_الثاني نونبر نوامبر נובמבר नवंबर नवम्बर নভেম্বর พฤศจิกายน พ.ย",
    12: "dec december dezember dez desember des décembre decembre déc diciembre dic dicembre dezembro desembre decembrie decembra grudzień grudnia gru декабрь декабря дек грудень грудня prosinac prosinca prosinec prosince δεκέμβριος δεκεμβρίου δεκ aralık joulukuu joulukuuta ديسمبر كانون_الأول دجنبر دسامبر דצמבר दिसंबर दिसम्बर ডিসেম্বর ธันวาคม ธ.ค",
}
# fmt: on
