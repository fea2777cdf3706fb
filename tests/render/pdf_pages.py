"""Pages that printing has trouble with, in the project's own words."""

WORDS = (
    "The harbour master wrote down every ship that came in, its cargo, its captain and the weather."
)
HANG = "<ul><li><span><div></div></span></li></ul>"

ARTICLE = f"""<!doctype html><html lang="en_US"><title>The harbour log</title>
<style>.shadow{{text-shadow:0 0 2px #888}} .half{{opacity:.5}}</style>
<h3>Ships</h3><h1>The harbour log</h1><p>{WORDS}</p>
<ul><li>one <a href="https://example.org/a">first link</a></li><div><li>two</li></div>text</ul>
<table><caption>Cargo</caption><tr><th>a<th>b<th>c<tr><td>1<td rowspan=9>2<tr><td>3</table>
<table><tr><th colspan=3>wide<tr><td>only one</table>
<figure><img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
 width=80 height=40><figcaption>A ship</figcaption></figure>
<p class=shadow>Text with a shadow</p><div class=half>
Half seen <b>text</b> <a href="#x">down</a></div>
<p lang=xx_yy_zz>An odd language; <i>strong</i> <em>words</em> <strong>here</strong>
\ue000 \U000f1234</p>
<p>日本語の文章と العربية مع كلمات و עברית</p><div role=list><div role=listitem>stray</div></div>
<form><input value="typed"><button>Press</button><select><option>One</select></form>
<dl><dt>term<dd>meaning</dl><aside>beside</aside><h6 id=x>deep</h6></html>"""
