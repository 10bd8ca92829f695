;; Dot products of one query with many vectors, four or eight numbers an instruction.
;; Vectors lie one after another, `stride` bytes each, padded with zeros to whole rounds of the inner loop.
(module
  (import "vitrine" "memory" (memory 0))

  ;; scores[i] = unit · scales[r] · Σ query[j] codes[r][j], r = rows[i]; query int16, codes int8.
  (func (export "scoreRows")
    (param $query i32) (param $unit f32) (param $codes i32) (param $stride i32) (param $scales i32)
    (param $rows i32) (param $count i32) (param $scores i32)
    (local $rowsEnd i32) (local $row i32) (local $code i32) (local $codeEnd i32) (local $q i32)
    (local $even v128) (local $odd v128)
    (local.set $rowsEnd (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $rows) (local.get $rowsEnd)))
        (local.set $row (i32.load (local.get $rows)))
        (local.set $code (i32.add (local.get $codes) (i32.mul (local.get $row) (local.get $stride))))
        (local.set $codeEnd (i32.add (local.get $code) (local.get $stride)))
        (local.set $q (local.get $query))
        (local.set $even (v128.const i32x4 0 0 0 0))
        (local.set $odd (v128.const i32x4 0 0 0 0))
        ;; 32 numbers a round, in two sums that do not wait for each other
        (loop $round
          (local.set $even (i32x4.add (local.get $even)
            (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $code)) (v128.load (local.get $q)))))
          (local.set $odd (i32x4.add (local.get $odd)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $code)) (v128.load offset=16 (local.get $q)))))
          (local.set $even (i32x4.add (local.get $even)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=16 (local.get $code)) (v128.load offset=32 (local.get $q)))))
          (local.set $odd (i32x4.add (local.get $odd)
            (i32x4.dot_i16x8_s (v128.load8x8_s offset=24 (local.get $code)) (v128.load offset=48 (local.get $q)))))
          (local.set $q (i32.add (local.get $q) (i32.const 64)))
          (local.set $code (i32.add (local.get $code) (i32.const 32)))
          (br_if $round (i32.ne (local.get $code) (local.get $codeEnd))))
        (local.set $even (i32x4.add (local.get $even) (local.get $odd)))
        (f32.store (local.get $scores)
          (f32.mul
            (f32.mul
              (local.get $unit)
              (f32.load (i32.add (local.get $scales) (i32.shl (local.get $row) (i32.const 2)))))
            (f32.convert_i32_s
              (i32.add
                (i32.add
                  (i32x4.extract_lane 0 (local.get $even))
                  (i32x4.extract_lane 1 (local.get $even)))
                (i32.add
                  (i32x4.extract_lane 2 (local.get $even))
                  (i32x4.extract_lane 3 (local.get $even)))))))
        (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (br $nextRow))))

  ;; Σ a[j] b[j], float32; `bytes` is a multiple of 64, 16 numbers a round.
  (func (export "dot") (param $a i32) (param $b i32) (param $bytes i32) (result f32)
    (local $end i32) (local $even v128) (local $odd v128)
    (local.set $end (i32.add (local.get $a) (local.get $bytes)))
    (loop $round
      (local.set $even (f32x4.add (local.get $even)
        (f32x4.mul (v128.load (local.get $a)) (v128.load (local.get $b)))))
      (local.set $odd (f32x4.add (local.get $odd)
        (f32x4.mul (v128.load offset=16 (local.get $a)) (v128.load offset=16 (local.get $b)))))
      (local.set $even (f32x4.add (local.get $even)
        (f32x4.mul (v128.load offset=32 (local.get $a)) (v128.load offset=32 (local.get $b)))))
      (local.set $odd (f32x4.add (local.get $odd)
        (f32x4.mul (v128.load offset=48 (local.get $a)) (v128.load offset=48 (local.get $b)))))
      (local.set $b (i32.add (local.get $b) (i32.const 64)))
      (local.set $a (i32.add (local.get $a) (i32.const 64)))
      (br_if $round (i32.ne (local.get $a) (local.get $end))))
    (local.set $even (f32x4.add (local.get $even) (local.get $odd)))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $even)) (f32x4.extract_lane 1 (local.get $even)))
      (f32.add (f32x4.extract_lane 2 (local.get $even)) (f32x4.extract_lane 3 (local.get $even))))))
