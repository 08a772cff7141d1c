/**
 * Starts real servers for tests, databases and message brokers: on free loopback ports, each in a temporary folder of its
 * own. What was started is ended with the test, and also when the test's JVM is killed.
 */
package io.graft.testservers;
