/** Networks and peers that do their worst: what is said stays right, and nothing is left behind. */
package dev.parley.adversary;
