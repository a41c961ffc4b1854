"""Everything that Word prints reaches the book, however it is wrapped; pandoc alone drops each of these."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.findings import ManuscriptRefused
from pipeline.intake.gate import receive
from pipeline.intake.read import read

Word = Callable[..., Any]


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inside: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(inside)}</w:p>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(code: str, shown: str) -> str:
    instr = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark("begin") + instr + mark("separate") + shown + mark("end")


def box(*blocks: str) -> str:
    """A text box as Word saves it: new drawing, and the same as an old picture."""
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f'<a:graphicData uri="x"><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def old_box(*blocks: str) -> str:
    inside = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r>"


def cell(*blocks: str) -> str:
    return f"<w:tc>{''.join(blocks)}</w:tc>"


def table(*rows: str) -> str:
    grid = '<w:tblGrid><w:gridCol w:w="10"/></w:tblGrid>'
    return f"<w:tbl><w:tblPr/>{grid}{''.join(rows)}</w:tbl>"


def wrapped(tag: str, inside: str, attributes: str = "") -> str:
    return f"<w:{tag} {attributes}>{inside}</w:{tag}>"


def control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


PNG = io.BytesIO()
Image.new("RGB", (3, 2)).save(PNG, "PNG")


@pytest.mark.parametrize(
    "body",
    [
        par(run("a "), "<w:fldSimple w:instr=' MERGEFIELD n '>", run("b"), "</w:fldSimple>", run(" c")),
        par(run("a "), field(" MERGEFIELD n ", run("b")), run(" c")),
        par(run("a "), field(" IF 1 ", field(" REF q ", run("b"))), run(" c")),
        par(run("a "), control(run("b")), run(" c")),
        par(run("a "), wrapped("smartTag", run("b")), run(" c")),
        par(run("a "), wrapped("customXml", run("b")), run(" c")),
        par(run("a "), wrapped("ins", run("b"), 'w:id="1"'), run(" c")),
        par(run("a "), wrapped("moveTo", wrapped("smartTag", run("b"))), run(" c")),
        par(run("a "), wrapped("dir", run("b"), 'w:val="ltr"'), run(" c")),
        par(run("a "), wrapped("bdo", run("b"), 'w:val="rtl"'), run(" c")),
        par("<w:r><w:t>a</w:t><w:cr/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r>"),
        control(par(run("a b c"))),
        wrapped("customXml", par(run("a b c"))),
        wrapped("ins", par(run("a b c")), 'w:id="1"'),
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + run("a b ") + "</w:p>" + par(run("c")),
    ],
)
def test_wrapped_words_stand_in_their_sentence(word: Word, body: str) -> None:
    read = word(body)
    assert read.lines == ["a b c"]
    assert read.words == 3


def test_a_drop_cap_belongs_to_its_word(word: Word) -> None:
    read = word('<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr>' + run("N") + "</w:p>" + par(run("gười ta")))
    assert (read.lines, read.words) == (["Người ta"], 2)


def test_content_controls_around_rows_and_cells_keep_the_table_whole(word: Word) -> None:
    read = word(table(control(f"<w:tr>{control(cell(par(run('a'))))}{cell(par(control(run('b'))))}</w:tr>")))
    assert read.lines == ["a", "b"]


@pytest.mark.parametrize("make", [box, old_box])
def test_a_text_box_follows_the_paragraph_in_which_it_is_anchored(word: Word, make: Callable[..., str]) -> None:
    read = word(par(run("before "), make(par(run("one")), par(run("two"))), run("after")) + par(run("next")))
    assert read.lines == ["before after", "one", "two", "next"]
    assert read.words == 5
    assert read.codes == ["rs-001"]


@pytest.mark.parametrize("make", [box, old_box])
def test_a_text_box_that_opens_a_paragraph_comes_before_it(word: Word, make: Callable[..., str]) -> None:
    read = word(par(make(par(run("one"))), make(par(run("two"))), run("text")))
    assert read.lines == ["one", "two", "text"]


def test_boxes_in_boxes_and_in_cells_are_found(word: Word) -> None:
    inner = par(run("outer"), box(par(run("inner"))))
    read = word(table(f"<w:tr>{cell(par(run('cell'), box(inner)))}</w:tr>"))
    assert read.lines == ["cell", "outer", "inner"]


def test_word_art_is_text(word: Word) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="Sách cho mọi người"/></v:shape></w:pict></w:r>'
    assert word(par(run("a"), art)).lines == ["a", "Sách cho mọi người"]


def test_a_diagram_keeps_its_words_and_is_told(word: Word) -> None:
    drawing = '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="d"><dgm:relIds r:dm="d1"/>'
    drawing += "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    points = "".join(f"<dgm:pt><dgm:t><a:p><a:r><a:t>{t}</a:t></a:r></a:p></dgm:t></dgm:pt>" for t in ("Một", "Hai"))
    read = word(
        par(run("a"), drawing),
        {"d1": ("diagramData", f"<dgm:dataModel><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>")},
    )
    assert read.lines == ["a", "Một", "Hai"]
    assert read.codes == ["rs-001", "rs-007"]


def test_links_in_simple_fields_stay_links(word: Word) -> None:
    inner = "<w:fldSimple w:instr=' HYPERLINK \"https://example.org\" '>" + run("đây") + "</w:fldSimple>"
    read = word(par(run("xem "), inner))
    assert [node["t"] for node in read.tree[0]["c"]] == ["Str", "Link"]


def test_a_page_number_inside_a_link_makes_no_link_in_a_link(word: Word) -> None:
    read = word(par('<w:hyperlink w:anchor="q">', run("Một "), field(" PAGEREF q ", run("5")), "</w:hyperlink>"))
    (link,) = read.tree[0]["c"]
    assert [(node["t"], node["c"]) for node in link["c"][1]] == [("Str", "Một 5")]


@pytest.mark.parametrize("code", [" NOTEREF n \\h ", " NOTEREF n "])
def test_the_number_of_a_note_said_in_the_text_leads_to_its_call(word: Word, code: str) -> None:
    call = '<w:bookmarkStart w:id="1" w:name="n"/>' + run("đây") + '<w:bookmarkEnd w:id="1"/>'
    simple = f"<w:fldSimple w:instr='{code}'>" + run("1") + "</w:fldSimple>"
    read = word(par(call) + par(run("xem "), field(code, run("1"))) + par(run("xem "), simple))
    links = [node["c"][2][0] for line in read.tree[1:] for node in line["c"] if node["t"] == "Link"]
    assert links == ["#n", "#n"]
    assert read.lines == ["đây", "xem 1", "xem 1"]


def test_words_and_pictures_in_one_run_both_stay(word: Word) -> None:
    pict = '<w:pict><v:shape style="width:20pt;height:10pt" alt="Bìa"><v:imagedata r:id="picture"/></v:shape></w:pict>'
    read = word(par(f"<w:r><w:t>trước</w:t>{pict}<w:t>sau</w:t></w:r>"), media=PNG.getvalue())
    assert (read.lines, read.pictures) == (["trướcBìasau"], 1)


def test_every_picture_of_an_old_group_comes_in_with_its_description(word: Word) -> None:
    shapes = "".join(f'<v:shape alt="{n}"><v:imagedata r:id="picture"/></v:shape>' for n in ("Một", "Hai"))
    read = word(par(f"<w:r><w:pict><v:group>{shapes}</v:group></w:pict></w:r>"), media=PNG.getvalue())
    assert [[inline["c"] for inline in node["c"][1]] for node in read.tree[0]["c"]] == [["Một"], ["Hai"]]


def test_tracked_changes_are_taken_as_accepted_and_told(word: Word) -> None:
    gone = wrapped("del", "<w:r><w:delText>cũ</w:delText></w:r>", 'w:id="1"')
    moved = wrapped("moveFrom", run("xa"), 'w:id="2"')
    read = word(par(run("mới "), gone, moved, wrapped("ins", run("thêm"))))
    assert (read.lines, read.words) == (["mới thêm"], 2)
    assert [(f.code, dict(f.params)) for f in read.findings] == [("rs-002", {"inserted": 1, "deleted": 2})]


def test_deleted_rows_go(word: Word) -> None:
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell(par(run("cũ")))}</w:tr>'
    read = word(table(gone, f"<w:tr>{cell(par(run('mới')))}</w:tr>"))
    assert (read.lines, read.words) == (["mới"], 1)


def test_hidden_words_are_left_out_and_told(word: Word) -> None:
    read = word(
        par(run("thấy "), run("ẩn", "<w:rPr><w:vanish/></w:rPr>"), run("rõ", '<w:rPr><w:vanish w:val="0"/></w:rPr>'))
    )
    assert (read.lines, read.words, read.codes) == (["thấy rõ"], 2, ["rs-006"])


def test_ruby_keeps_base_and_reading(word: Word) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('hán')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    assert word(par(ruby, run(" x"))).lines == ["漢(hán) x"]


@pytest.mark.parametrize("wrap", [True, False])
def test_the_contents_that_word_made_are_left_out_and_told(word: Word, wrap: bool) -> None:
    code = '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    lines = par(mark("begin"), code, mark("separate"), run("Một 5")) + par(run("Hai 9")) + par(mark("end"))
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    read = word((control(lines, gallery) if wrap else lines) + par(run("Lời nói đầu")))
    assert (read.lines, read.words, read.codes) == (["Lời nói đầu"], 3, ["rs-005"])


def test_a_list_of_figures_is_no_table_of_contents(word: Word) -> None:
    assert word(par(field(' TOC \\c "Hình" ', run("Hình 1")))).lines == ["Hình 1"]


@pytest.mark.parametrize("name", ["footnotes", "footnotes2"])
def test_notes_are_rescued_too_whatever_their_part_is_called(word: Word, name: str) -> None:
    note = par(run("nguồn "), "<w:fldSimple w:instr='DATE'>", run("1948"), "</w:fldSimple>")
    read = word(
        par(run("chữ"), '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        {name: ("footnotes", f'<w:footnotes><w:footnote w:id="2">{note}</w:footnote></w:footnotes>')},
    )
    assert (read.lines, read.words) == (["chữ", "nguồn 1948"], 3)


def test_comments_and_headers_are_told_and_page_numbers_are_not(word: Word) -> None:
    read = word(
        par(run("chữ")),
        {
            "c": ("comments", f'<w:comments><w:comment w:id="1">{par(run("Sửa lại"))}</w:comment></w:comments>'),
            "h": ("header", f"<w:hdr>{par(run('Bản nháp'))}</w:hdr>"),
            "f": ("footer", f"<w:ftr>{par(run('Trang 7'))}</w:ftr>"),
        },
    )
    assert [(f.code, f.params["text"]) for f in read.findings] == [("rs-003", "Sửa lại"), ("rs-004", "Bản nháp")]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([["a"], ["b", "c"]], 2),
        ([["a", "b", "c"], ["d"]], 3),
    ],
)
def test_ragged_tables_keep_every_cell(word: Word, rows: list[list[str]], columns: int) -> None:
    read = word(table(*(f"<w:tr>{''.join(cell(par(run(t))) for t in row)}</w:tr>" for row in rows)))
    assert read.lines == [text for row in rows for text in row]
    assert len(read.tree[0]["c"][2]) == columns


def test_a_row_that_begins_inside_the_grid_keeps_its_column(word: Word) -> None:
    short = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(par(run("phải")))}</w:tr>'
    read = word(table(short, f"<w:tr>{cell(par(run('x')))}{cell(par(run('y')))}</w:tr>"))
    first = read.tree[0]["c"][4][0][3][0][1]
    assert [bool(blocks) for *_, blocks in first] == [False, True]


STRICT = (
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
)
PREFIX = ((b"xmlns:w=", b"xmlns:ns0="), (b"<w:", b"<ns0:"), (b"</w:", b"</ns0:"), (b" w:", b" ns0:"))


@pytest.mark.parametrize("changes", [(STRICT,), PREFIX])
def test_strict_files_and_files_with_other_prefixes_are_read(
    word: Word, tmp_path: Path, changes: tuple[tuple[bytes, bytes], ...]
) -> None:
    word(par(run("chữ"), style="x"))
    made = tmp_path / "other.docx"
    with zipfile.ZipFile(tmp_path / "a.docx") as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            for change in changes:
                data = data.replace(*change)
            new.writestr(entry, data)
    work = tmp_path / "other"
    work.mkdir()
    assert read(receive(made), work).words == 1


def test_nesting_without_end_is_refused(word: Word) -> None:
    with pytest.raises(ManuscriptRefused, match="in-027"):
        word("<w:sdt><w:sdtContent>" * 200 + par(run("a")) + "</w:sdtContent></w:sdt>" * 200)


def test_many_wrappers_in_one_paragraph_take_no_long_time(word: Word) -> None:
    assert word(par(*[control(run("a ")) for _ in range(5_000)])).words == 5_000


def test_a_table_wider_than_any_of_word_is_not_filled_up(word: Word) -> None:
    wide = f"<w:tr>{cell(par(run('a'))) * 300}</w:tr>"
    assert word(table(wide, *[f"<w:tr>{cell(par(run('b')))}</w:tr>"] * 50)).words == 350
