import Glibc

/// A secret that a person types at the terminal, and nobody sees: from the controlling terminal
/// itself, whatever standard input is.
enum TerminalSecret {
    private static let limit = 256

    /// - Returns: the line that was typed; nothing without a terminal, or at its end.
    static func read(_ prompt: String) -> String? {
        guard let terminal = fopen("/dev/tty", "r+e") else { return nil }
        defer { fclose(terminal) }
        let descriptor = fileno(terminal)
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        // What was typed ahead is not meant for this question.
        guard tcsetattr(descriptor, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(descriptor, TCSAFLUSH, &settings)
            fputs("\n", terminal)
        }
        fputs(prompt, terminal)
        fflush(terminal)
        return line(from: terminal)
    }

    private static func line(from terminal: UnsafeMutablePointer<FILE>) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let next = getc(terminal)
            if next == EOF { return nil }
            if next == 0x0a { return String(validating: bytes, as: UTF8.self) }
            bytes.append(UInt8(truncatingIfNeeded: next))
        }
        return nil
    }
}
