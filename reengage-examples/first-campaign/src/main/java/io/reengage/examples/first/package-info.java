/** The listing of the README, compiled and run by the build. */
package io.reengage.examples.first;
