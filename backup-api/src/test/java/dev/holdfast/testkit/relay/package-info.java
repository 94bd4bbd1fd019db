/**
 * Faults between a client and an HTTP server: a <em>relay</em> passes requests on, counts them, and cuts, delays or
 * answers them itself as an <em>effect</em> says.
 */
package dev.holdfast.testkit.relay;
