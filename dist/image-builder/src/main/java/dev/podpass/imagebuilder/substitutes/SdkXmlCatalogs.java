// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.substitutes;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.URI;
import javax.xml.catalog.Catalog;
import javax.xml.catalog.CatalogException;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.catalog.CatalogResolver;

/**
 * Removes the JDK's XML catalogs from the native executable. The SDK reads STS's answers without
 * external entities, but the JDK's catalog reader brings a validating parser: 4 MB.
 */
@TargetClass(CatalogManager.class)
@SuppressWarnings("DoNotCallSuggester")
final class SdkXmlCatalogs {
  private SdkXmlCatalogs() {}

  @Substitute
  static Catalog catalog(CatalogFeatures features, URI... uris) {
    throw new CatalogException("there are no XML catalogs");
  }

  @Substitute
  static CatalogResolver catalogResolver(CatalogFeatures features, URI... uris) {
    throw new CatalogException("there are no XML catalogs");
  }

  @Substitute
  static CatalogResolver catalogResolver(Catalog catalog, CatalogResolver.NotFoundAction action) {
    throw new CatalogException("there are no XML catalogs");
  }
}
