/*
 * A HASP API library without keys: what it finds and how it fails stands in the vendor code, as words
 * with spaces between them.
 *
 *   key=N      a hardware key with this number        sl=N       a software license
 *   model=TEXT what keys say of their model           says=N     another number than that of the login
 *   info=S, login=S, session=S, encrypt=S, decrypt=S  the call gives this status
 *   garble     the engine decrypts to something else  idle       the engine encrypts nothing
 *   blank      the first call gives a text that is no XML
 *   hang       the first call does not come back
 */
#ifndef HASP_STUB_H
#define HASP_STUB_H

/* How many sessions are open, and how many texts were not given back. */
int hasp_stub_sessions(void);
int hasp_stub_texts(void);

#endif
