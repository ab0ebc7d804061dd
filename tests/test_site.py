"""The site: every link leads somewhere, no page asks anything of another host."""

import re
import shutil
from html import unescape
from urllib.parse import unquote

import pytest
from conftest import REPOSITORY

from huayu import cli, site
from huayu.files import Fault

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Site of a house that holds the constructed speech and has run its first notebook."""
    house = tmp_path_factory.mktemp("site")
    source = REPOSITORY / "corpus" / "constructed-two-parts"
    shutil.copytree(source, house / "corpus" / source.name)
    (house / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "notebooks" / "00_speech.ipynb", house / "notebooks")
    assert cli.main(["figures", "--speech", source.name, "--root", str(house)]) == 0
    site.site(house, house / "out")
    return house / "out"


def test_it_has_a_page_of_each_kind(built):
    names = {str(p.relative_to(built)) for p in built.rglob("*.html")}
    speech = "constructed-two-parts"
    for page in ("read", "gallery", "00_speech", "network-whole", "network-1", "network-2"):
        assert f"{speech}/{page}.html" in names
    assert "index.html" in names
    assert list(built.glob("*/tables/*.csv")) and list(built.glob("*/figures/*.png"))


def test_every_link_leads_to_a_file_and_every_anchor_to_a_place(built):
    for page in built.rglob("*.html"):
        content = page.read_text(encoding="utf-8")
        outside = re.sub(r"<script.*?</script>|srcdoc=\"[^\"]*\"", "", content, flags=re.DOTALL)
        for link in re.findall(r'\b(?:href|src)="([^"]*)"', outside):
            target, _, anchor = unquote(unescape(link)).partition("#")
            if target.startswith("data:"):
                continue
            assert "//" not in target, (page.name, link)
            assert not target or (page.parent / target).is_file(), (page.name, link)
            if anchor and not target:  # an id may be written as it stands in the address
                raw = unescape(link)[1:]
                assert f'id="{raw}"' in content or f'id="{anchor}"' in content, link


def test_a_constructed_speech_is_called_one(built):
    assert "nothing follows from it" in (built / "index.html").read_text(encoding="utf-8")


def test_no_page_asks_anything_of_another_host_or_fails(built):
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=flags)
        for page in sorted(built.rglob("*.html")):
            tab, asked, failed = browser.new_page(), [], []
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            tab.on("pageerror", lambda error, failed=failed: failed.append(str(error)))
            tab.goto(page.as_uri())
            tab.close()
            foreign = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
            assert (foreign, failed) == ([], []), page.name
        browser.close()


def test_without_executed_notebooks_it_says_what_to_run(tmp_path):
    (tmp_path / "corpus").mkdir()
    with pytest.raises(Fault, match="run `huayu figures` first"):
        site.site(tmp_path, tmp_path / "out")


def test_a_folder_that_is_no_site_is_left_alone(built, tmp_path):
    (tmp_path / "precious").write_text("x")
    with pytest.raises(Fault, match="is no site"):
        site.site(built.parent, tmp_path)
    assert (tmp_path / "precious").read_text() == "x"
