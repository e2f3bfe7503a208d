/* A library that has some of the HASP API's calls and lacks the others. */
