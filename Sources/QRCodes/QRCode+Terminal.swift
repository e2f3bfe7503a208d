extension QRCode {
    /// For a terminal of any theme: black on white.
    package var terminal: String { terminal(colored: true) }

    /// Lines with a character for two modules, one above the other, and with the quiet zone. Rows
    /// are even in number, so that the quiet zone has one more below.
    /// - Parameter colored: whether escape sequences (ECMA-48) make it black on white. Without them
    ///   the light modules are printed, and it is right where text is light on dark.
    package func terminal(colored: Bool) -> String {
        let (start, end) = (-Self.quietZone, width + Self.quietZone)
        var text = ""
        for row in stride(from: start, to: end, by: 2) {
            text += colored ? Self.blackOnWhite : ""
            for column in start..<end {
                let above = isDark(column: column, row: row) == colored
                let below = isDark(column: column, row: row + 1) == colored
                text.append(Self.block(above, below))
            }
            text += colored ? Self.usual : ""
            text += "\n"
        }
        return text
    }

    // Themes change the first 16 of the 256 colors of xterm, and leave these alone.
    private static let blackOnWhite = "\u{1b}[38;5;16;48;5;231m"
    private static let usual = "\u{1b}[0m"

    private static func block(_ above: Bool, _ below: Bool) -> Character {
        switch (above, below) {
        case (true, true): "█"
        case (true, false): "▀"
        case (false, true): "▄"
        case (false, false): " "
        }
    }
}
