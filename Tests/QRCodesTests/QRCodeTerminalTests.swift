import QRCodes
import Testing

struct QRCodeTerminalTests {
    @Test(arguments: Texts.all)
    func `a text is read back from a terminal of any theme`(_ text: String) async throws {
        let printed = try QRCode(text).terminal
        for screen in [Screen.dark, .light] {
            #expect(try await decoded(screen.shown(printed).enlarged(4).pgm) == text)
        }
    }

    @Test(arguments: Texts.all)
    func `without colors it is read back from a dark terminal`(_ text: String) async throws {
        let printed = try QRCode(text).terminal(colored: false)
        #expect(!printed.contains("\u{1b}"))
        #expect(try await decoded(Screen.dark.shown(printed).enlarged(4).pgm) == text)
    }

    @Test(arguments: [true, false])
    func `every half of a character is a module, and the quiet zone is light`(
        _ colored: Bool
    ) throws {
        let code = try QRCode(Texts.digits)
        let shown = try Screen(usual: Screen.Colors(text: 255, background: 0))
            .shown(code.terminal(colored: colored))
        // An odd number of rows, and a light one for the last half line.
        #expect(shown == Bitmap(code, below: 1))
    }

    @Test(arguments: [true, false])
    func `all lines have the same width`(_ colored: Bool) throws {
        let text = try QRCode(Texts.digits).terminal(colored: colored)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 17)
        let blocks = lines.map { line in line.count { "█▀▄ ".contains($0) } }
        #expect(blocks == Array(repeating: 33, count: 17))
    }
}
