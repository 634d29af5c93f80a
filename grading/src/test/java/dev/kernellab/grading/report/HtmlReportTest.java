// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/// The page is XML, too, so the JDK's parser tells what is markup in it and what is text.
class HtmlReportTest {
  private static final Set<String> ELEMENTS =
      Set.of(
          "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "meter",
          "table", "thead", "tbody", "tr", "th", "td", "a", "section", "span", "div", "svg",
          "rect");

  @Test
  void isOnePageThatLoadsAndRunsNothing() throws Exception {
    for (GradedRun run : List.of(Reports.common(), Reports.hostile())) {
      Document page = parse(VerdictForm.HTML.write(run));
      for (Element element : all(page, "*")) {
        assertThat(ELEMENTS).contains(element.getTagName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
          String name = element.getAttributes().item(i).getNodeName();
          assertThat(name).doesNotStartWith("on").isNotIn("src", "srcset", "style", "action");
        }
      }
      assertThat(all(page, "a")).allMatch(it -> it.getAttribute("href").startsWith("#check-"));
      assertThat(all(page, "meta"))
          .anyMatch(it -> it.getAttribute("content").startsWith("default-src 'none'"));
    }
  }

  @Test
  void showsHostileTextsAsTheyAre() throws Exception {
    Document page = parse(VerdictForm.HTML.write(Reports.hostile()));

    assertThat(all(page, "h1").getFirst().getTextContent())
        .contains("</script></style><script>alert(1)</script>]]>");
    assertThat(page.getDocumentElement().getTextContent()).doesNotContain("\u202E", "\u001B");
  }

  @Test
  void drawsTheFramesThatACheckNames() throws Exception {
    Document page = parse(VerdictForm.HTML.write(Reports.common()));

    assertThat(all(page, "svg")).hasSize(1);
    Element map = all(page, "svg").getFirst();
    assertThat(map.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(
            "Physical memory from 0 to 128 MiB, 16 frames (64 KiB) a square;"
                + " 3 of 2048 squares marked");
    List<Element> marks =
        all(page, "rect").stream().filter(it -> it.getAttribute("class").equals("marked")).toList();
    // frames 0 to 15 are square 0; 2047 and 2048 are squares 127 and 128, in rows 1 and 2
    assertThat(marks).extracting(it -> it.getAttribute("x")).containsExactly("0", "567", "0");
    assertThat(marks).extracting(it -> it.getAttribute("y")).containsExactly("0", "9", "18");
  }

  private static Document parse(String html) throws Exception {
    assertThat(html).startsWith("<!DOCTYPE html>\n");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> all(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
