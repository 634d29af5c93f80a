// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// Read by the JDK's parser, and held against what readers of JUnit's XML agree on.
class JunitXmlTest {
  @Test
  void hasTheShapeThatItsReadersExpect() throws Exception {
    var schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JunitXmlTest.class.getResource("/junit.xsd"));
    for (GradedRun run : new GradedRun[] {Reports.common(), Reports.hostile()}) {
      String xml = VerdictForm.JUNIT.write(run);
      schema.newValidator().validate(new StreamSource(new StringReader(xml)));
    }
  }

  @Test
  void countsWhatItListsAndIsGreenOnlyForWhatPassed() throws Exception {
    Element suite = suite(VerdictForm.JUNIT.write(Reports.common()));

    assertThat(suite.getAttribute("tests")).isEqualTo("5");
    assertThat(suite.getAttribute("failures")).isEqualTo("2");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(2);
    assertThat(suite.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(suite.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    var partial = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(partial.getAttribute("message"))
        .isEqualTo("5 of 20 points: 12 of 48 frames are allocated.");
    assertThat(partial.getTextContent())
        .isEqualTo("snapshot 3, frames 0 (0x00000000) to 15, 2047 (0x007FF000) to 2048");
  }

  @Test
  void keepsHostileTextsTexts() throws Exception {
    Element suite = suite(VerdictForm.JUNIT.write(Reports.hostile()));

    assertThat(suite.getElementsByTagName("script").getLength()).isZero();
    var failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message"))
        .contains("</script></style><script>alert(1)</script>]]><!-- \"' onload='x' &lt; \uFFFD");
  }

  private static Element suite(String xml) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    return (Element) document.getElementsByTagName("testsuite").item(0);
  }
}
