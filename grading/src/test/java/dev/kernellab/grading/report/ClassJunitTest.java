// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ClassJunitTest {
  @Test
  void everybodyIsASuiteAndTheCountsAddUp() throws Exception {
    String xml =
        ClassJunit.write(
            "memory-manager",
            List.of(Reports.common(), Reports.hostile()),
            List.of(new ClassJunit.Unmarked("eve", "LAB_FAULT", "No room on the disk.")));

    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(ClassJunitTest.class.getResource("/junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    Element all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)))
            .getDocumentElement();
    assertThat(all.getElementsByTagName("testsuite").getLength()).isEqualTo(3);
    assertThat(all.getAttribute("tests")).isEqualTo("7");
    assertThat(all.getElementsByTagName("testcase").getLength()).isEqualTo(7);
    assertThat(all.getAttribute("failures")).isEqualTo("3");
    assertThat(all.getElementsByTagName("failure").getLength()).isEqualTo(3);
    assertThat(all.getAttribute("errors")).isEqualTo("2");
    assertThat(all.getElementsByTagName("error").getLength()).isEqualTo(2);
    assertThat(all.getElementsByTagName("script").getLength()).isZero();
  }
}
