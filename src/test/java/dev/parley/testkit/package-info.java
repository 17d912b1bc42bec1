/** Peers and stages for the stories: plain blocking sockets on one side, deployed verticles on the other. */
package dev.parley.testkit;
