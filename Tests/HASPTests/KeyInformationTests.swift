import Testing

@testable import HASP

struct KeyInformationTests {
    @Test(
        arguments: [
            (#"<hasp_info><hasp id="2087229556" type="HASP-HL"/></hasp_info>"#, [2_087_229_556]),
            (#"<hasp type='HASP-HL' id='5'>"#, [5]), (#"<hasp id="5">"#, [5]),
            (#"<hasp id="5" type="HASP-SL"/><hasp id="6" type="Sentinel-HL"/>"#, [6]),
            (#"<hasp ident="5" type="HASP-HL"/>"#, []), (#"<hasp id="-5"/>"#, []), ("", []),
            (#"<hasp id=""/><hasp id="x"/><hasp id="99999999999999999999"/><hasp id="0"/>"#, []),
            (#"<hasp id="5"#, [5]), (#"<hasp_info id="5"/>"#, []),
        ] as [(String, [UInt64])])
    func `the numbers of hardware keys are read, and no others`(text: String, ids: [UInt64]) {
        #expect(KeyInformation(text).hardwareKeys == ids)
    }

    @Test func `a session tells number and model`() {
        let information = KeyInformation(
            "<keyspec><haspid> 7 </haspid><key_model>\n Max  Micro</key_model></keyspec>")
        #expect(information.id == 7)
        #expect(information.model == "Max Micro")
        #expect(KeyInformation("<haspid>7").id == nil)
        #expect(KeyInformation("<haspid></haspid>").id == nil)
    }
}
