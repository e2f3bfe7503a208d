import QRCodes
import Testing

struct QRCodeTests {
    private func drawing(_ code: QRCode) -> String {
        (0..<code.width).map { row in
            String(
                (0..<code.width).map { code.isDark(column: $0, row: row) ? Character("#") : "." })
        }.joined(separator: "\n")
    }

    @Test func `every module of the code for 01234567 is where another encoder has it`() throws {
        // The digits are those of ISO/IEC 18004, annex I; the code is that of segno 1.6, mask 2.
        let expected = """
            #######..#.##.#######
            #.....#..####.#.....#
            #.###.#.#.....#.###.#
            #.###.#.##....#.###.#
            #.###.#.#.###.#.###.#
            #.....#.#...#.#.....#
            #######.#.#.#.#######
            ........#..##........
            #.#####..#..#.#####..
            ...#.#.##.#.#..#.##..
            ..#...##.#.#.#..#####
            ....#....#.....####..
            ...######..#.#..#....
            ........#.#####..##..
            #######..##.#.##.....
            #.....#.#.#####...#.#
            #.###.#.#...#..#.##..
            #.###.#.##..#..#.....
            #.###.#.#.##.#..#.#..
            #.....#........##.##.
            #######.####.#..#.#..
            """
        #expect(try drawing(QRCode("01234567")) == expected)
    }

    @Test func `48 digits fit in version 2`() throws {
        #expect(try QRCode(Texts.digits).width == 25)
    }

    @Test func `letters take more room than digits`() throws {
        let letters = String(repeating: "a", count: 48)
        #expect(try QRCode(letters).width > QRCode(Texts.digits).width)
    }

    @Test func `the same text has the same code, and another has another`() throws {
        #expect(try QRCode("17") == QRCode("17"))
        #expect(try QRCode("17") != QRCode("18"))
    }

    @Test func `it is light around a code`() throws {
        let code = try QRCode("1")
        for place in -4..<code.width + 4 {
            for outside in [-4, -1, code.width, code.width + 3] {
                #expect(!code.isDark(column: place, row: outside))
                #expect(!code.isDark(column: outside, row: place))
            }
        }
    }

    @Test(arguments: [
        ("", QRCodeError.empty), ("1\u{0}2", .containsNUL), ("\u{0}", .containsNUL),
    ])
    func `what is no text is refused`(_ text: String, _ error: QRCodeError) {
        #expect(throws: error) { try QRCode(text) }
    }

    @Test(arguments: [("1", 5596), ("a", 2331), ("é", 1165)])
    func `the largest code is full, and refuses a text that is longer`(
        _ character: String, _ count: Int
    ) throws {
        #expect(try QRCode(String(repeating: character, count: count)).width == 177)
        for longer in [count + 1, count + 1_000_000] {
            #expect(throws: QRCodeError.tooLong) {
                try QRCode(String(repeating: character, count: longer))
            }
        }
    }
}
