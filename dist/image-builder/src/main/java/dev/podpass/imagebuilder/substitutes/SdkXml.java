// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.net.URI;
import javax.xml.catalog.Catalog;
import javax.xml.catalog.CatalogException;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.catalog.CatalogResolver;

/**
 * Removes from the native executable what STS's answers never have: catalogs, which bring a
 * validating parser of 4 MB, document type definitions and XML 1.1. An answer that has one is
 * refused as malformed.
 */
@SuppressWarnings("DoNotCallSuggester")
final class SdkXml {
  private SdkXml() {}

  private static CatalogException noCatalogs() {
    return new CatalogException("there are no XML catalogs");
  }

  private static IOException refused(String what) {
    return new IOException(what + " is not read");
  }

  @TargetClass(CatalogManager.class)
  static final class Catalogs {
    private Catalogs() {}

    @Substitute
    static Catalog catalog(CatalogFeatures features, URI... uris) {
      throw noCatalogs();
    }

    @Substitute
    static CatalogResolver catalogResolver(CatalogFeatures features, URI... uris) {
      throw noCatalogs();
    }

    @Substitute
    static CatalogResolver catalogResolver(Catalog catalog, CatalogResolver.NotFoundAction action) {
      throw noCatalogs();
    }
  }

  @TargetClass(
      className = "com.sun.org.apache.xerces.internal.impl.XMLDocumentScannerImpl",
      innerClass = "DTDDriver")
  static final class DocumentTypes {
    private DocumentTypes() {}

    @Substitute
    public int next() throws IOException {
      throw refused("a document type definition");
    }

    @Substitute
    public boolean dispatch(boolean complete) throws IOException {
      throw refused("a document type definition");
    }
  }

  @TargetClass(className = "com.sun.org.apache.xerces.internal.impl.XMLStreamReaderImpl")
  static final class Version {
    private Version() {}

    @Substitute
    void switchToXML11Scanner() throws IOException {
      throw refused("XML 1.1");
    }
  }
}
