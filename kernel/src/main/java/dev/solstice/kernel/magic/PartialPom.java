package dev.solstice.kernel.magic;

import dev.solstice.kernel.error.CellFailure;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A POM made of what people paste from a README: a whole `<project>`, or any of its children, with
/// `<dependency>` and `<repository>` elements loose or in their lists.
final class PartialPom {
    private static final Map<String, String> LISTS = Map.of("dependency", "dependencies", "repository", "repositories");
    private static final Map<String, String> DEFAULTS = Map.of("modelVersion", "4.0.0", "groupId", "notebook", "artifactId", "cell", "version", "1");

    private PartialPom() {
    }

    /// @throws CellFailure when it is not XML
    static String complete(String fragments) {
        try {
            var body = parse("<cell>" + fragments.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "") + "</cell>");
            var children = elements(body.getDocumentElement());
            if (children.size() == 1 && children.getFirst().getNodeName().equals("project")) {
                return write(children.getFirst());
            }
            if (children.isEmpty()) {
                throw CellFailure.plain("InvalidPom", "the cell has no <dependency>; usage: %%loadFromPOM, and below it what a POM has of it");
            }
            return write(assemble(children));
        } catch (SAXException e) {
            throw CellFailure.plain("InvalidPom", "the cell is not XML: " + e.getMessage());
        } catch (ParserConfigurationException | TransformerException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element assemble(List<Element> pieces) throws ParserConfigurationException {
        var document = factory().newDocumentBuilder().newDocument();
        var project = document.createElement("project");
        DEFAULTS.forEach((name, value) -> {
            if (pieces.stream().noneMatch(piece -> piece.getNodeName().equals(name))) {
                project.appendChild(document.createElement(name)).setTextContent(value);
            }
        });
        LISTS.forEach((item, list) -> {
            var all = project.appendChild(document.createElement(list));
            for (var piece : pieces) {
                if (piece.getNodeName().equals(item)) {
                    all.appendChild(document.importNode(piece, true));
                } else if (piece.getNodeName().equals(list)) {
                    elements(piece).forEach(element -> all.appendChild(document.importNode(element, true)));
                }
            }
        });
        pieces.stream().filter(piece -> !LISTS.containsKey(piece.getNodeName()) && !LISTS.containsValue(piece.getNodeName()))
            .forEach(piece -> project.appendChild(document.importNode(piece, true)));
        return project;
    }

    private static List<Element> elements(Element parent) {
        var children = parent.getChildNodes();
        return java.util.stream.IntStream.range(0, children.getLength()).mapToObj(children::item)
            .filter(Element.class::isInstance).map(Element.class::cast).toList();
    }

    private static Document parse(String xml) throws ParserConfigurationException, SAXException, IOException {
        var builder = factory().newDocumentBuilder();
        builder.setErrorHandler(null); // it would print what is thrown anyway
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private static DocumentBuilderFactory factory() throws ParserConfigurationException {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory;
    }

    private static String write(Node node) throws TransformerException {
        var text = new StringWriter();
        TransformerFactory.newDefaultInstance().newTransformer().transform(new DOMSource(node), new StreamResult(text));
        return text.toString();
    }
}
