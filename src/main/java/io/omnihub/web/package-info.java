/// What any REST controller needs: problems, pages, limits, and the API's description. The controllers are at home in
/// the rooms whose subject they serve.
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "wire", "store"})
package io.omnihub.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
