import Glibc

/// A secret that a person types at the terminal, and nobody sees: from the controlling terminal
/// itself, whatever standard input is.
enum TerminalSecret {
    private static let limit = 256
    private static let (interrupt, end, clear): (UInt8, UInt8, UInt8) = (0x03, 0x04, 0x15)

    /// - Returns: the line that was typed, empty if it was given up; nothing without a terminal.
    static func read(_ prompt: String) -> String? {
        guard let terminal = fopen("/dev/tty", "r+e") else { return nil }
        defer { fclose(terminal) }
        let descriptor = fileno(terminal)
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        var silent = settings
        // Byte by byte and without signals, so that Control-C too leaves the terminal as it was.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        // What was typed ahead is not meant for this question.
        guard tcsetattr(descriptor, TCSAFLUSH, &silent) == 0 else { return nil }
        fputs(prompt, terminal)
        fflush(terminal)
        let (line, isInterrupted) = line(from: terminal)
        fputs("\n", terminal)
        fflush(terminal)
        tcsetattr(descriptor, TCSAFLUSH, &settings)
        if isInterrupted {
            // To the process, as a terminal sends it: this thread may have it blocked. It ends then,
            // unless somebody ignores the signal.
            kill(getpid(), SIGINT)
            sleep(1)
        }
        return line.flatMap { String(validating: $0, as: UTF8.self) } ?? ""
    }

    private static func line(
        from terminal: UnsafeMutablePointer<FILE>
    ) -> (bytes: [UInt8]?, isInterrupted: Bool) {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let next = getc(terminal)
            guard next != EOF else { return (nil, false) }
            switch UInt8(truncatingIfNeeded: next) {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return (bytes, false)
            case interrupt: return (nil, true)
            case end: return (nil, false)
            case clear: bytes = []
            case 0x08, 0x7f: eraseLast(of: &bytes)
            // Other keys that steer a terminal are no part of a secret.
            case ..<0x20: continue
            case let byte: bytes.append(byte)
            }
        }
        return (nil, false)
    }

    /// Takes back one character, of one byte or more (RFC 3629, section 3).
    private static func eraseLast(of bytes: inout [UInt8]) {
        while let byte = bytes.popLast(), byte & 0xc0 == 0x80 {}
    }
}
