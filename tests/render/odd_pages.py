"""What printing and tagging find odd, a page each, in the project's own words."""

from __future__ import annotations

from pdf_pages import WORDS

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def _page(body: str, lang: str = "en") -> str:
    return f"<!doctype html><html lang={lang}><title>Odd</title><h1>Odd</h1>{body}</html>"


PAGES: dict[str, str] = {
    "nested tables": _page(
        "<table border=1><tr><td><table><tr><th>a<td>b<tr><td colspan=2><table>"
        "<caption>in</caption><tr><td>deep</table></table><td>@W@<tr><td>one</table>"
        "<table><thead></thead><tbody></tbody></table><table><tr></tr><tr><td></td>"
        "</tr></table><table><caption>only caption</caption></table>"
    ),
    "table css": _page(
        "<div style='display:table'><div style='display:table-row'>"
        "<div style='display:table-cell'>x</div>y</div><div style='display:table-cell'>"
        "lonely</div></div><table style='display:block'><tr style='display:flex'><td>a"
        "<td>b</table><table><tr style='display:none'><td>gone<tr><td>here</table>"
        "<table role=presentation><tr><td>layout</table><table><tr><td rowspan=0>r0<td>"
        "a<tr><td>b</table><table><col span=3><colgroup></colgroup><tfoot><tr><td>foot"
        "</tfoot><tbody><tr><td>body</table>"
    ),
    "figure in links": _page(
        "<a href='https://e.org/1'><figure><img src='@G@' width=40 height=40>"
        "<figcaption>cap <a href='https://e.org/2'>inner</a></figcaption></figure></a>"
        "<a href=https://e.org/3><div><h2>Head in link</h2><p>para</p><ul><li>li</ul>"
        "<table><tr><td>cell</table></div></a><a href='javascript:void(0)'>js</a>"
        "<a href=''>empty</a><a href='#nowhere'>nowhere</a><a href='https://e.org/4'>"
        "</a><a href='https://e.org/5'><img src='@G@' alt=''></a>"
        "<a href=https://e.org/6 style='position:absolute;left:0;top:0;width:200px;heig"
        "ht:50px'></a>"
    ),
    "mathml": _page(
        "<p>Inline <math><mi>x</mi><mo>=</mo><mfrac><mrow><mo>-</mo><mi>b</mi><mo>±"
        "</mo><msqrt><msup><mi>b</mi><mn>2</mn></msup><mo>-</mo><mn>4</mn><mi>a</mi>"
        "<mi>c</mi></msqrt></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac></math></p>"
        "<math display=block><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn>"
        "</mrow><mi>n</mi></munderover><mtable><mtr><mtd><mi>\U0001d504</mi></mtd><mtd>"
        "<mo stretchy=true>(</mo><mfrac><mn>1</mn><mfrac><mn>2</mn><mn>3</mn></mfrac>"
        "</mfrac><mo>)</mo></mtd></mtr></mtable></math>"
    ),
    "svg text": _page(
        "<svg width=300 height=120 viewBox='0 0 300 120'><title>Chart</title><defs>"
        "<linearGradient id=g><stop offset=0 stop-color=red />"
        "<stop offset=1 stop-color=blue /></linearGradient>"
        "<pattern id=p width=10 height=10 patternUnits=userSpaceOnUse>"
        "<text y=8 font-size=8>p</text></pattern><mask id=m>"
        "<text x=10 y=60 font-size=40 fill=white>MASK \U000f1234</text></mask><clipPath id=c>"
        "<text x=10 y=100 font-size=40>CLIP</text></clipPath><filter id=f>"
        "<feGaussianBlur stdDeviation=2 /></filter>"
        "<path id=tp d='M10 80 Q 95 10 180 80'/></defs>"
        "<rect width=300 height=120 fill='url(#p)'/>"
        "<rect width=300 height=120 fill='url(#g)' mask='url(#m)'/>"
        "<rect width=300 height=120 clip-path='url(#c)'/>"
        "<text x=10 y=20 fill='url(#g)' stroke=black>Gradient text</text>"
        "<text filter='url(#f)' x=100 y=20>blurred</text><text><textPath href='#tp'>"
        "along a path</textPath></text><a href='https://e.org/s'><text x=200 y=100>"
        "svg link</text></a><foreignObject x=0 y=0 width=100 height=50>"
        "<p xmlns='http://www.w3.org/1999/xhtml'>foreign <b>bold</b><ul><li>x</ul></p>"
        "</foreignObject></svg><svg role=img aria-label='A star' width=20 height=20>"
        "<path d='M0 0h20v20z'/></svg><svg aria-hidden=true width=20 height=20>"
        "<path d='M0 0h20v20z'/></svg><img alt='' src=\"data:image/svg+xml,"
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'><text y='15'>"
        'in image \U000f1234</text></svg>"><'
        'div style="width:60px;height:20px;background:url(&quot;data:image/svg+xml,'
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'><text y='15'>"
        'back \U000f1234</text></svg>&quot;)"></div>'
    ),
    "vertical": _page(
        "<div style='writing-mode:vertical-rl;height:300px'>日本語の縦書き、<ruby>漢字<rt>かんじ"
        "</rt></ruby>「括弧」ABC 2026<span style='text-combine-upright:all'>12</span>月"
        "</div><div style='writing-mode:sideways-lr'>@W@</div>"
        "<div style='writing-mode:vertical-lr;text-orientation:upright'>UPRIGHT</div>",
        lang="ja",
    ),
    "forms": _page(
        "<form><fieldset><legend>Leg</legend><label>Name <input value=typed></label>"
        "<input type=checkbox checked><input type=radio><input type=range>"
        "<input type=color><input type=date value=2026-01-01><input type=file>"
        "<input type=image alt=img src=x><input type=submit><input placeholder='place'>"
        "<textarea>area\ntext</textarea><select multiple><option selected>One<option>Two"
        "</select><select><optgroup label=G><option>o</optgroup></select><button>But<b>"
        "ton</b><ul><li>in button</ul></button><meter value=.5>half</meter>"
        "<progress value=.3></progress><output>out</output><input list=d>"
        "<datalist id=d><option>x</datalist><details><summary>Sum</summary>det"
        "</details><dialog open>dialog</dialog></fieldset></form><div contenteditable>"
        "edit</div><div role=button tabindex=0>rb</div>"
        "<div role=checkbox aria-checked=true>cb</div><div role=textbox>tb</div>"
        "<div role=slider aria-valuenow=5>sl</div><div role=combobox>cx</div>"
        "<div role=listbox><div role=option>opt</div></div><div role=tree>"
        "<div role=treeitem>ti<div role=group><div role=treeitem>t2</div></div></div>"
        "</div><div role=menu><div role=menuitem>mi</div></div><div role=tablist>"
        "<div role=tab>tab</div></div><div role=tabpanel>tp</div><div role=switch>sw"
        "</div>"
    ),
    "roles": _page(
        "<div role=table><div role=rowgroup><div role=row><span role=columnheader>H"
        "</span><span role=cell>c</span></div></div><div role=row><span role=rowheader>"
        "R</span></div></div><div role=grid><div role=row><div role=gridcell>g</div>"
        "</div></div><div role=row>stray row</div><span role=cell>stray cell</span><li>"
        "stray li</li><dt>stray dt</dt><dd>stray dd</dd><div role=heading aria-level=9>"
        "H9</div><div role=heading aria-level=0>H0</div><div role=img aria-label='lab'>"
        "img text</div><div role=figure aria-label=fig>figure</div><div role=note>n"
        "</div><div role=math aria-label='x'>x=1</div><div role=feed><article>a"
        "</article></div><div role=doc-footnote>fn</div><div role=doc-toc>toc</div>"
        "<div role=doc-endnotes><ol><li role=doc-endnote>e</ol></div><div role=term>t"
        "</div><div role=definition>d</div><div role=separator></div>"
        "<div role=presentation><li>x</li></div><ul role=none><li>y</ul>"
        "<ul role=tablist><li role=tab>z</ul><h1 role=presentation>not h</h1>"
        "<table role=list><tr role=listitem><td>x</table><blockquote><blockquote><cite>"
        "c</cite></blockquote></blockquote><q>q</q><ins>i</ins><del>d</del><s>s</s>"
        "<sub>1</sub><sup>2</sup><mark>m</mark><abbr title=t>ab</abbr><dfn>df</dfn>"
        "<time>t</time><kbd>k</kbd><samp>s</samp><var>v</var><code>c</code><pre>"
        "pre\n\ttab</pre><address>ad</address><hgroup><h2>a</h2><p>b</p></hgroup><search>"
        "s</search><main>m<main>n</main></main>"
    ),
    "iframes": _page(
        "<iframe srcdoc=\"<h1>Inner</h1><p>text<ul><li>x</ul><a href='https://e.org/'>l"
        "</a>\" width=300 height=200></iframe><iframe srcdoc='' width=100 height=100>"
        "</iframe><iframe src='about:blank'></iframe><object data='data:text/html,<p>"
        "obj</p>' width=100 height=50></object>"
        "<embed src='data:text/plain,hello' width=100 height=50><iframe srcdoc=\""
        "<iframe srcdoc='&lt;table&gt;&lt;tr&gt;&lt;td&gt;deep'></iframe>"
        '" width=300 height=200></iframe><'
        "iframe style='opacity:.5;transform:rotate(5deg)' srcdoc='<p>@W@@W@</p>"
        "' width=300 height=100></iframe>"
    ),
    "ruby": _page(
        "<p>"
        + "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>" * 40
        + "</p><ruby>base<rt><a href='https://e.org'>link rt</a></rt></ruby>"
        "<ruby style='ruby-position:under'>x<rt>y</rt></ruby>",
        lang="ja",
    ),
    "columns": _page(
        "<div style='columns:3;column-rule:1px solid'><h2>in columns</h2><p>@W@@W@</p>"
        "<h3 style='column-span:all'>span all</h3><ul><li>@W@<li>@W@@W@</ul><table><tr>"
        "<td>@W@<tr><td>@W@</table></div><div style='columns:3;column-rule:1px solid'>"
        "<h2>in columns</h2><p>@W@@W@</p><h3 style='column-span:all'>span all</h3><ul>"
        "<li>@W@<li>@W@@W@</ul><table><tr><td>@W@<tr><td>@W@</table></div>"
        "<div style='columns:3;column-rule:1px solid'><h2>in columns</h2><p>@W@@W@</p>"
        "<h3 style='column-span:all'>span all</h3><ul><li>@W@<li>@W@@W@</ul><table><tr>"
        "<td>@W@<tr><td>@W@</table></div><div style='columns:3;column-rule:1px solid'>"
        "<h2>in columns</h2><p>@W@@W@</p><h3 style='column-span:all'>span all</h3><ul>"
        "<li>@W@<li>@W@@W@</ul><table><tr><td>@W@<tr><td>@W@</table></div>"
    ),
    "absolute": _page(
        "<div style='position:relative;height:400px'>"
        "<p style='position:absolute;left:-50px;top:10px'>@W@</p>"
        "<p style='position:absolute;right:0;bottom:0;width:100px'>@W@</p>"
        "<p style='position:absolute;transform:rotate(30deg) scale(.5);opacity:.3;mix-b"
        "lend-mode:multiply'>@W@</p><p style='position:fixed;top:5px'>fixed</p>"
        "<p style='position:sticky;top:0'>sticky</p><p style='filter:blur(2px)'>blur"
        "</p><p style='backdrop-filter:blur(3px)'>backdrop</p>"
        "<p style='-webkit-mask-image:linear-gradient(black,transparent)'>@W@ \U000f1234</p>"
        "<p style='clip-path:circle(40%)'>@W@</p>"
        "<p style='-webkit-background-clip:text;background:linear-gradient(red,blue);co"
        "lor:transparent;background-clip:text'>clipped</p>"
        "<p style='-webkit-text-stroke:1px red'>stroke</p>"
        "<p style='text-shadow:1px 1px 2px red, 3px 3px blue'>shadow</p>"
        "<p style='perspective:200px'>"
        "<span style='display:inline-block;transform:rotateY(40deg)'>3d</span></p>"
        "<p style='zoom:2'>zoom</p></div>"
    ),
    "deep lists": _page(
        "@DEEP@@UP@<ol start=-5 reversed><li value=7>a<li>b<ol type=i><li><li>c</ol>"
        "</ol><ul><ul><li>ul in ul</ul></ul><ol><p>p in ol</p><li><h2>h in li</h2></li>"
        "text</ol><dl><dd>dd first<dt>a<dt>b<div><dt>c<dd>d</div><dl><dt>in</dl></dl>"
        "<ul style='list-style-image:url(@G@)'><li>img marker</ul><ul>"
        "<li style='display:inline'>inl<li style='display:flex'>flex"
        "<li style='display:contents'>contents<li style='float:left'>float</ul><menu>"
        "<li>m</menu><dir><li>d</dir><ul style='list-style:none'><li>none</ul><ul><li>"
        "</li><li> </li></ul><ul></ul><ul><li><ul><li><ul></ul></ul></ul><details>"
        "<summary><ul><li>s</ul></summary></details>"
    ),
    "missing glyphs": _page(
        "<p>\U000f1234 \ue000 \U0010fffd \ufdd0 \uffff \ufffe \U0001fbff \U00012000 "
        "\U00013000 \U0001d173 \u0378 \U000e0041 \u2028 \u2029 \ufeff \u200b \xad "
        "\x7f \x85 &#1; &#x1F; &#xd800; &#0; \u180e \u034f \u202e rtl \u202c"
        "</p><h2>\U000f1234</h2><p style='font-family:\"Liberation Serif\"'>"
        "\U000f1234\U000f1235</p><i>\U000f1234</i><b>\U000f1234</b>"
        "<code>\U000f1234</code><div style='opacity:.4'>\U000f1234 half</div><a href="
        "'https://e.org'>\U000f1234"
        "</a><span aria-hidden=true>\U000f1234</span><svg width=50 height=50><text y="
        "20>\U000f1234</text>"
        "</svg><ul><li>\U000f1234</ul><style>"
        ".i::before{content:'\\f101'} li::marker{content:'\\f1234 '}</style><p class=i>"
        "icon</p>"
    ),
    "empty": ("<!doctype html><html><body></body></html>"),
    "only picture": (
        "<!doctype html><html lang=en><title>p</title><img src='@G@' width=100 height=100></html>"
    ),
    "only link": (
        "<!doctype html><a href='https://e.org/' style='display:block;height:100px'></a>"
    ),
    "langs": _page(
        "<p lang=''>a</p><p lang=de-DE-1996>b</p><p lang='zh_CN'>c</p>"
        "<p lang=x-klingon>d</p><p lang=english>e</p><p lang='fr,en'>f</p>"
        "<p lang=i-default>g</p><p lang='de '>h</p><p lang=sr-Latn-RS>i</p>"
        "<p lang=ar dir=rtl>مرحبا (x) 123</p><p lang=he>שָׁלוֹם</p><p lang=hi>क्षत्रिय"
        "</p><p lang=th>กำลัง</p><p lang=my>မြန်မာ</p><p lang=km>ខ្មែរ</p><p lang=ta>"
        "தமிழ்</p><p lang=bo>བོད་</p><p lang=mn>ᠮᠣᠩᠭᠣᠯ</p>"
        "<p lang=ur style='font-family:Noto Nastaliq Urdu'>اردو نستعلیق لکھائی</p>"
        "<p lang=ko>한국어 ᄒᆞᆫ글</p>",
        lang="en-US-u-ca-gregory",
    ),
    "no title": ("<html><p>no title, no lang<h4>four</h4><h2>two</h2><h6>six</h6>"),
    "canvas": _page(
        "<canvas width=50 height=50></canvas><video width=100 height=50></video>"
        "<audio controls></audio><map name=m>"
        "<area href='https://e.org/a' shape=rect coords=0,0,50,50 alt=area></map>"
        "<img usemap='#m' width=50 height=50 src='@G@' alt=mapped><picture>"
        "<source srcset=x><img src='@G@' alt='   '></picture>"
        "<img src=missing.png alt='missing alt'><img src=missing.png><hr><meter>"
        "</meter>"
    ),
    "generated": _page(
        "<style>"
        "h2::before{content:counter(c) '. ' attr(title) url(@G@)} h2{counter-increment:"
        "c} q::before{content:'\u201c'} p::first-letter{font-size:3em;float:left} p::first-l"
        "ine{font-weight:bold} .alt::after{content:'x' / 'alt text'}</style>"
        "<h2 title=t>gen</h2><h2>gen</h2><p>@W@@W@</p><q>q</q><span class=alt>a</span>"
        "<p style='initial-letter:3'>Initial</p>"
    ),
}
for _name, _html in PAGES.items():
    _html = _html.replace("@W@", WORDS).replace("@G@", PIXEL)
    PAGES[_name] = _html.replace("@DEEP@", "<ul><li>x" * 120).replace("@UP@", "</ul>" * 120)
