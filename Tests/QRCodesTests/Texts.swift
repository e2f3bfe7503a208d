enum Texts {
    static let digits = "314159265358979323846264338327950288419716939937"

    static let all = [
        "7", digits, String((digits + digits + digits).prefix(120)),
        "https://keys.example/?code=0042", "Größe 5 m² – 日本語 ✓",
    ]
}
