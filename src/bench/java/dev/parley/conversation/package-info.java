/** What it costs to say something. */
package dev.parley.conversation;
