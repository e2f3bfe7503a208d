package import VerdictText

extension RefusalText {
    package func print() {
        Console.print("  " + Tone.bad(code) + "  " + sentence)
        Console.print("    expected  " + expected)
        Console.print("    found     " + found)
        Console.print("    remedy    " + remedy)
    }
}
